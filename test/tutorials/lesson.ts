import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipFiles } from '../../src/cli/zip.ts';
import { type Answer, AwsCli } from './aws-cli.ts';
import type { Event } from './history.ts';
import { StepwellProcess } from './stepwell-process.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/any';
const END_MS_MAX = 60_000;

/** One tutorial: a server on an empty directory, and what its reader does with the AWS command line. */
export class Lesson implements AsyncDisposable {
  readonly #directory: string;
  #server: StepwellProcess;
  #aws: AwsCli;

  private constructor(directory: string, server: StepwellProcess) {
    this.#directory = directory;
    this.#server = server;
    this.#aws = new AwsCli(server.url);
  }

  static async begin(): Promise<Lesson> {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-tutorial-'));
    return new Lesson(directory, await StepwellProcess.start(join(directory, 'data')));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.terminate();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get aws(): AwsCli {
    return this.#aws;
  }

  get url(): string {
    return this.#server.url;
  }

  /** kill -9, and the same command again. */
  async restart(): Promise<void> {
    await this.#server.kill();
    this.#server = await StepwellProcess.start(join(this.#directory, 'data'));
    this.#aws = new AwsCli(this.#server.url);
  }

  /** Creates a function of one file. @returns its ARN. */
  async createFunction(name: string, source: Buffer | string): Promise<string> {
    const path = join(this.#directory, `${name}.zip`);
    writeFileSync(path, zipFiles([{ name: 'index.js', content: Buffer.from(source), isExecutable: false }]));
    const settings = ['--runtime', 'nodejs24.x', '--handler', 'index.handler', '--role', ROLE];
    const { FunctionArn } = await this.#aws.call(
      'lambda',
      'create-function',
      ...['--function-name', name, ...settings, '--timeout', '30', '--zip-file', `fileb://${path}`],
    );
    return String(FunctionArn);
  }

  /** Calls a function alone. @returns what the command wrote to its output file. */
  async invoke(name: string, payload: string): Promise<string> {
    const [input, output] = ['payload.json', 'answer.json'].map((file) => join(this.#directory, file));
    writeFileSync(String(input), payload);
    const options = ['--function-name', name, '--payload', `fileb://${input}`, String(output)];
    await this.#aws.call('lambda', 'invoke', ...options);
    return readFileSync(String(output), 'utf8');
  }

  async createMachine(name: string, definition: string): Promise<string> {
    const { stateMachineArn, creationDate } = await this.#aws.states(
      'create-state-machine',
      ...['--name', name, '--role-arn', ROLE, '--definition', definition],
    );
    assert.equal(stateMachineArn, `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`);
    assert.ok(creationDate !== undefined);
    return String(stateMachineArn);
  }

  async start(stateMachineArn: string, input: string): Promise<string> {
    const { executionArn, startDate } = await this.#aws.states(
      'start-execution',
      ...['--state-machine-arn', stateMachineArn, '--input', input],
    );
    assert.ok(
      String(executionArn).startsWith(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:`),
    );
    assert.ok(startDate !== undefined);
    return String(executionArn);
  }

  describe(executionArn: string): Promise<Answer> {
    return this.#aws.states('describe-execution', '--execution-arn', executionArn);
  }

  /** Asks until the execution has ended. */
  async end(executionArn: string): Promise<Answer> {
    for (const deadline = Date.now() + END_MS_MAX; ; ) {
      const description = await this.describe(executionArn);
      if (description.status !== 'RUNNING') return description;
      if (Date.now() > deadline) assert.fail(`${executionArn} does not end`);
    }
  }

  async history(executionArn: string): Promise<readonly Event[]> {
    const { events } = await this.#aws.states('get-execution-history', '--execution-arn', executionArn);
    assert.ok(Array.isArray(events));
    return events;
  }
}

/** A file of the examples, from the root of the repository. */
export function example(path: string): string {
  return readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
}

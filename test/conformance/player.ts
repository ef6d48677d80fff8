import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type JsonObject, member } from '../../src/base/json.ts';
import { type Client, clientOfOwn } from '../../src/cli/client.ts';
import { type Server, startServer } from '../../src/server.ts';
import { bystanderOf } from './bystander.ts';
import { type Difference, differencesOf, renumbered } from './difference.ts';
import { withPlaceholders } from './placeholders.ts';
import { executionNameOf, type RecordedCase, type Records } from './recorded-case.ts';
import { functionOf } from './recorded-function.ts';
import { asValue, isContainer } from './tree.ts';

/** No recorded execution took longer. */
const DEADLINE_MS = 100_000;
const LOOK_MS_MAX = 400;

/** Runs recorded executions on a server of its own and compares what comes out. */
export class Player implements AsyncDisposable {
  readonly #server: Server;
  readonly #client: Client;
  readonly #directory: string;

  private constructor(server: Server, directory: string) {
    this.#server = server;
    this.#client = clientOfOwn(server);
    this.#directory = directory;
  }

  static async start(): Promise<Player> {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-conformance-'));
    // The account of the records, whose machines and functions name each other by ARN.
    const account = '000000000000';
    const server = await startServer({ port: 0, host: '127.0.0.1', data: directory, auth: 'off', account });
    return new Player(server, directory);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** @throws what the API refuses, and an Error when a record cannot be compared. */
  async differences(one: RecordedCase, standard: Records['standard']): Promise<Difference[]> {
    const executionArn = await this.#run(one);
    const describe = await this.#client.states('DescribeExecution', { executionArn });
    const history = await this.#client.states('GetExecutionHistory', { executionArn });
    const answers: Record<string, JsonObject> = { describe, history };
    if (one.expected['history.reversed'] !== undefined) {
      const backwards = { executionArn, reverseOrder: true };
      answers['history.reversed'] = await this.#client.states('GetExecutionHistory', backwards);
    }
    const { expected } = one;
    if ('output' in expected) return differencesOf(asValue(expected.output), asValue(describe.output));
    const keys = Object.keys(expected).filter((key) => Object.hasOwn(answers, key));
    if (keys.length === 0) throw new Error(`it records nothing but ${Object.keys(expected)}`);
    const rules = one.standard ? [...standard.head, ...one.transformers, ...standard.tail] : one.transformers;
    const ours = withPlaceholders(Object.fromEntries(keys.map((key) => [key, answers[key]])), rules);
    const aws = Object.fromEntries(Object.entries(expected).filter(([key]) => keys.includes(key)));
    return differencesOf(renumbered(withoutMetadata(aws)), renumbered(ours));
  }

  /** @returns the ARN of the execution, once it has ended. */
  async #run(one: RecordedCase): Promise<string> {
    const client = this.#client;
    const { name, definition, roleArn, type } = one.machine;
    const machine = { name, definition, roleArn, ...(type === undefined ? {} : { type }) };
    const stateMachineArn = textOf(await client.states('CreateStateMachine', machine), 'stateMachineArn');
    const bystander = bystanderOf(one);
    await bystander.before(client);
    const functions = one.lambdas ?? [];
    for (const recorded of functions) await this.#create(functionOf(recorded));
    const execution = executionNameOf(one);
    const start = {
      stateMachineArn:
        one.target === undefined ? stateMachineArn : await this.#publish(stateMachineArn, one.target),
      input: one.input ?? '{}',
      ...(execution === undefined ? {} : { name: execution }),
    };
    const executionArn = textOf(await client.states('StartExecution', start), 'executionArn');
    await Promise.all([bystander.during(client, executionArn), this.#end(executionArn)]);
    for (const recorded of functions) await client.lambda('DELETE', `/2015-03-31/functions/${recorded.name}`);
    return executionArn;
  }

  /** Publishes what a case starts: a first version, and an alias of it when the target names one. */
  async #publish(stateMachineArn: string, target: string): Promise<string> {
    const published = await this.#client.states('PublishStateMachineVersion', { stateMachineArn });
    const version = textOf(published, 'stateMachineVersionArn');
    const name = target.slice(target.lastIndexOf(':') + 1);
    if (/^\d+$/.test(name)) return version;
    const routingConfiguration = [{ stateMachineVersionArn: version, weight: 100 }];
    const alias = await this.#client.states('CreateStateMachineAlias', { name, routingConfiguration });
    return textOf(alias, 'stateMachineAliasArn');
  }

  async #create(settings: JsonObject): Promise<void> {
    await this.#client.lambda('POST', '/2015-03-31/functions', settings);
  }

  async #end(executionArn: string): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    for (let lookMs = 10; ; lookMs = Math.min(2 * lookMs, LOOK_MS_MAX)) {
      const { status } = await this.#client.states('DescribeExecution', { executionArn });
      if (status !== 'RUNNING') return;
      if (Date.now() > deadline) throw new Error('it does not end');
      await pause(lookMs);
    }
  }
}

function textOf(answer: JsonObject, key: string): string {
  return String(member(answer, key));
}

/** What the recorder's SDK told of its request. */
function withoutMetadata(aws: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(aws).map(([key, answer]) => {
      if (!isContainer(answer)) return [key, answer];
      const { ResponseMetadata, ...rest } = answer;
      return [key, rest];
    }),
  );
}

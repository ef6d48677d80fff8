import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../src/base/json.ts';
import { type Client, clientOfOwn } from '../../src/cli/client.ts';
import { type Server, startServer } from '../../src/server.ts';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;
const END_MS_MAX = 20_000;

/** For tests: a server in memory, and machines on it that start each other. */
export class NestingServer {
  #server: Server | undefined;
  #client: Client | undefined;

  async start(): Promise<void> {
    this.#server = await startServer({
      port: 0,
      host: '127.0.0.1',
      data: undefined,
      auth: 'off',
      account: ACCOUNT,
    });
    this.#client = clientOfOwn(this.#server);
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async call(operation: string, input: JsonObject): Promise<JsonObject> {
    assert.ok(this.#client !== undefined, 'it was not started');
    return await this.#client.states(operation, input);
  }

  arn(machine: string): string {
    return `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${machine}`;
  }

  async machine(name: string, states: object, type = 'STANDARD'): Promise<void> {
    const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
    await this.call('CreateStateMachine', { name, definition, roleArn: ROLE, type });
  }

  /** The ARN of an alias of a new machine's first version. */
  async alias(machine: string, states: object, name: string): Promise<string> {
    await this.machine(machine, states);
    const stateMachineArn = this.arn(machine);
    const published = await this.call('PublishStateMachineVersion', { stateMachineArn });
    const stateMachineVersionArn = String(published.stateMachineVersionArn);
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    const alias = await this.call('CreateStateMachineAlias', { name, routingConfiguration });
    return String(alias.stateMachineAliasArn);
  }

  /** Starts a new machine. @returns the ARN of its execution. */
  async begin(name: string, states: object): Promise<string> {
    await this.machine(name, states);
    return String((await this.call('StartExecution', { stateMachineArn: this.arn(name) })).executionArn);
  }

  /** Runs a new machine to its end. */
  async run(name: string, states: object) {
    const arn = await this.begin(name, states);
    await this.end(arn);
    const { output, error, cause } = await this.describe(arn);
    const value: JsonObject | undefined = output === undefined ? undefined : JSON.parse(String(output));
    return { arn, output: value, error, cause };
  }

  async describe(executionArn: string): Promise<JsonObject> {
    return await this.call('DescribeExecution', { executionArn });
  }

  async end(executionArn: string): Promise<string> {
    for (const deadline = Date.now() + END_MS_MAX; ; await pause(10)) {
      const { status } = await this.describe(executionArn);
      if (status !== 'RUNNING') return String(status);
      if (Date.now() > deadline) throw new Error(`${executionArn} does not end`);
    }
  }

  /** The ARN of a machine's execution, once there is one. */
  async onlyExecution(machine: string): Promise<string> {
    for (const deadline = Date.now() + END_MS_MAX; ; await pause(10)) {
      const { executions } = await this.call('ListExecutions', { stateMachineArn: this.arn(machine) });
      // A list of the API, which the model's tests have checked.
      const [first, second] = executions as unknown as readonly { readonly executionArn: string }[];
      assert.equal(second, undefined, `${machine} runs twice`);
      if (first !== undefined) return first.executionArn;
      if (Date.now() > deadline) throw new Error(`no execution of ${machine} begins`);
    }
  }
}

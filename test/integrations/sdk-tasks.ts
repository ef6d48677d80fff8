import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type JsonObject, parseJson } from '../../src/base/json.ts';
import { type Client, clientOfOwn } from '../../src/cli/client.ts';
import { type Server, startServer } from '../../src/server.ts';

export const ACCOUNT = '123456789012';
const MAIL_MS_MAX = 20_000;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;

// biome-ignore lint/suspicious/noExplicitAny: what services answer, read by tests that know its form.
export type Result = any;

/** For tests: a server, and Task states on it that call services with what they are given. */
export class SdkTasks {
  /** Actions that have succeeded: `sns:publish`. */
  readonly done = new Set<string>();
  readonly directory = mkdtempSync(join(tmpdir(), 'sdk-tasks-'));
  readonly #machines = new Map<string, Promise<JsonObject>>();
  #server: Server | undefined;
  #client: Client | undefined;

  async start({ auth = 'off' }: { readonly auth?: 'sigv4' | 'off' } = {}): Promise<void> {
    const settings = { port: 0, host: '127.0.0.1', auth, account: ACCOUNT } as const;
    this.#server = await startServer({ ...settings, data: this.directory });
    this.#client = clientOfOwn(this.#server);
  }

  async close(): Promise<void> {
    await this.#server?.close();
    rmSync(this.directory, { recursive: true });
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  /** The result of a Task state. @param action `sns:publish`. */
  async call(action: string, args: object = {}): Promise<Result> {
    const { status, output, error, cause } = await this.#run(action, args);
    assert.equal(status, 'SUCCEEDED', `${action}: ${error}: ${cause}`);
    this.done.add(action);
    return parseJson(String(output));
  }

  /** How a Task state has failed. */
  async failure(
    action: string,
    args: object = {},
  ): Promise<{ readonly error: string; readonly cause: string }> {
    const { error, cause } = await this.#run(action, args);
    return { error: String(error), cause: String(cause) };
  }

  /** What confirms the subscription that the last mail asks about. */
  async tokenInMail(): Promise<string> {
    for (const deadline = Date.now() + MAIL_MS_MAX; Date.now() < deadline; await pause(10)) {
      const { mails } = JSON.parse(await textOf(`${this.url}/mail.json`));
      if (mails.length === 0) continue;
      const [, token] = /Token=([0-9a-f]+)/.exec(await textOf(`${this.url}/mail/${mails[0].id}.json`)) ?? [];
      return token ?? '';
    }
    throw new Error('no mail has come');
  }

  async #run(action: string, args: object): Promise<JsonObject> {
    assert.ok(this.#client !== undefined, 'it was not started');
    if (!this.#machines.has(action)) this.#machines.set(action, this.#create(action));
    const { stateMachineArn } = (await this.#machines.get(action)) ?? {};
    const input = JSON.stringify(args);
    return await this.#client.states('StartSyncExecution', {
      stateMachineArn: String(stateMachineArn),
      input,
    });
  }

  async #create(action: string): Promise<JsonObject> {
    assert.ok(this.#client !== undefined, 'it was not started');
    const state = { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${action}`, End: true };
    const states = { T: { ...state, Arguments: '{% $states.input %}' } };
    return await this.#client.states('CreateStateMachine', {
      name: action.replace(':', '-'),
      definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'T', States: states }),
      ...{ roleArn: ROLE, type: 'EXPRESS' },
    });
  }
}

async function textOf(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

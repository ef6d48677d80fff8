import assert from 'node:assert/strict';
import type { Scope } from '../../src/base/arn.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { Groups } from '../../src/local/logs/groups.ts';
import type { Logs } from '../../src/local/logs/logs.ts';
import { createLogs } from '../../src/local/logs/logs.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import type { Store } from '../../src/store/store.ts';

export const SCOPE: Scope = { region: 'us-east-1', account: '123456789012' };
export const START = Date.UTC(2026, 0, 15);
export const DAY_MS = 24 * 3_600_000;

/** For tests: CloudWatch Logs on a store of its own, at a time that stands still. */
export class LogsWorld {
  readonly said: string[] = [];
  readonly clock: { now: number };
  readonly #store: Store;
  readonly #directory: string | undefined;
  #logs: Promise<Logs>;

  constructor({
    store = createMemoryStore(),
    directory,
    now = START,
  }: { store?: Store; directory?: string; now?: number } = {}) {
    this.#store = store;
    this.#directory = directory;
    this.clock = { now };
    this.#logs = this.#open();
  }

  /** Writes what was taken, and opens it all again. */
  async restart(): Promise<void> {
    await (await this.#logs).close();
    this.#logs = this.#open();
    await this.#logs;
  }

  /** What a later process finds when this one was killed. */
  get afterCrash(): LogsWorld {
    return new LogsWorld({
      store: this.#store,
      now: this.clock.now,
      ...(this.#directory === undefined ? {} : { directory: this.#directory }),
    });
  }

  async groups(): Promise<Logs['groups']> {
    return (await this.#logs).groups;
  }

  async close(): Promise<void> {
    await (await this.#logs).close();
  }

  /** The answer of an operation that succeeds. */
  async call(operation: string, input: JsonObject, scope = SCOPE): Promise<JsonObject> {
    const { status, body } = await this.#send(operation, input, scope);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  async refuses(operation: string, input: JsonObject, code: string, message = /^/): Promise<void> {
    const { body } = await this.#send(operation, input, SCOPE);
    assert.equal(body.__type, code, JSON.stringify(body));
    assert.match(String(body.message), message);
  }

  /** A group with a stream that has these messages, a millisecond apart. */
  async put(
    messages: readonly string[],
    { group = 'g', stream = 's', at = this.clock.now } = {},
  ): Promise<JsonObject> {
    await this.make(group, stream);
    const logEvents = messages.map((message, index) => ({ timestamp: at + index, message }));
    return await this.call('PutLogEvents', { logGroupName: group, logStreamName: stream, logEvents });
  }

  /** Unless they are there. */
  async make(group = 'g', stream?: string): Promise<void> {
    await this.#send('CreateLogGroup', { logGroupName: group }, SCOPE);
    if (stream !== undefined) {
      await this.#send('CreateLogStream', { logGroupName: group, logStreamName: stream }, SCOPE);
    }
  }

  /** The messages that FilterLogEvents finds. */
  async messages(input: JsonObject = {}): Promise<Json[]> {
    return messagesOf(await this.call('FilterLogEvents', { logGroupName: 'g', ...input }));
  }

  #open(): Promise<Logs> {
    return createLogs({
      documents: this.#store,
      ...(this.#directory === undefined ? {} : { directory: this.#directory }),
      now: () => this.clock.now,
      log: (line) => this.said.push(line),
      onDefect: (error) => this.said.push(`defect: ${error}`),
    });
  }

  async #send(
    operation: string,
    input: JsonObject,
    scope: Scope,
  ): Promise<{ status: number; body: JsonObject }> {
    const { status, body } = await (await this.#logs).api.handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), requestId: 'r', scope },
      headers: { 'x-amz-target': `Logs_20140328.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
      signal: new AbortController().signal,
    });
    return { status, body: JSON.parse(String(body)) };
  }
}

export function messagesOf(answer: JsonObject): Json[] {
  // The shape of GetLogEvents and FilterLogEvents.
  return (answer.events as { readonly message: string }[]).map(({ message }) => message);
}

/** Groups without their events; it is always 1970. */
export function groupsInMemory(): Groups {
  return new Groups(createMemoryStore(), () => 0);
}

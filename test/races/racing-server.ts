import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/base/json.ts';
import { ApiError } from '../../src/cli/client.ts';
import { Calls } from '../crash/calls.ts';
import { type Event, eventsOf, gapsIn } from '../crash/history.ts';
import { ServerProcess } from '../crash/server-process.ts';

/** What came of one of several calls that were under way together. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly answer: JsonObject }
  | { readonly kind: 'refused'; readonly code: string };

const ARN = 'arn:aws:states:us-east-1:123456789012:';
const THROTTLED_MS = 50;
const ROLE = 'arn:aws:iam::123456789012:role/races';

/** The real server in a process of its own, on SQLite, and the callers that race there. */
export class RacingServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'stepwell-races-'));
  #process = new ServerProcess(['--data', join(this.#directory, 'data')]);
  #calls: Calls | undefined;

  async start(): Promise<void> {
    this.#calls = new Calls(await this.#process.url);
  }

  /** kill -9, and a new life on the same data. */
  async restart(): Promise<void> {
    await this.#process.kill('alone');
    this.#process = new ServerProcess(['--data', join(this.#directory, 'data')]);
    await this.start();
  }

  async close(): Promise<void> {
    await this.#process.kill('group');
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get calls(): Calls {
    assert.ok(this.#calls !== undefined, 'it was never started');
    return this.#calls;
  }

  /** What was throttled has not happened: it is asked again, as every SDK does. A busy machine throttles a thousand at once. */
  async tryCall(operation: string, input: JsonObject): Promise<Outcome> {
    for (;;) {
      try {
        return { kind: 'accepted', answer: await this.calls.states(operation, input) };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code !== 'ThrottlingException') return { kind: 'refused', code: error.code };
        await sleep(THROTTLED_MS);
      }
    }
  }

  /** All at once. */
  race(operation: string, inputs: readonly JsonObject[]): Promise<Outcome[]> {
    return Promise.all(inputs.map((input) => this.tryCall(operation, input)));
  }

  async machine(name: string, state: JsonObject): Promise<string> {
    await this.calls.states('CreateStateMachine', machineOf(name, state));
    return `${ARN}stateMachine:${name}`;
  }

  async history(executionArn: string): Promise<Event[]> {
    return eventsOf(await this.calls.states('GetExecutionHistory', { executionArn, maxResults: 1000 }));
  }

  /** @returns the last event, once the history has been found to be one. */
  async validEnd(executionArn: string): Promise<Event | undefined> {
    const events = await this.history(executionArn);
    assert.deepEqual(gapsIn(events), [], executionArn);
    return events.at(-1);
  }
}

export function machineOf(name: string, state: JsonObject): JsonObject {
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { ...state, End: true } } });
  return { name, definition, roleArn: ROLE };
}

/** The answers of those that were accepted. */
export function accepted(outcomes: readonly Outcome[]): JsonObject[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.answer] : []));
}

/** The codes of those that were refused, each once. */
export function refusals(outcomes: readonly Outcome[]): string[] {
  return [
    ...new Set(outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.code] : []))),
  ].sort();
}

import { type JsonObject, member } from '../base/json.ts';
import type { Client } from './client.ts';
import { historyPages } from './history-pages.ts';

/** How an execution ended. */
export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON text, of one that succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * Shows each event of an execution once, in order, and returns when the execution has ended.
 *
 * @param watch.pause Waits between two looks; the looks become rarer while nothing happens.
 */
export async function follow(client: Client, executionArn: string, watch: Watch): Promise<Ending> {
  let seen = 0;
  let pauseMs = PAUSE_MS_MIN;
  for (;;) {
    const events = await eventsAfter(client, executionArn, seen);
    events.forEach(watch.show);
    const last = events.at(-1);
    if (last !== undefined) {
      seen = idOf(last);
      pauseMs = PAUSE_MS_MIN;
      const ending = endingOf(last);
      if (ending !== undefined) return ending;
    }
    await watch.pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX);
  }
}

export interface Watch {
  readonly show: (event: JsonObject) => void;
  readonly pause: (pauseMs: number) => Promise<unknown>;
}

const PAUSE_MS_MIN = 10;
const PAUSE_MS_MAX = 500;

/** Asks from the end, so that each look costs what is new and not what the history holds. */
async function eventsAfter(client: Client, executionArn: string, seen: number): Promise<JsonObject[]> {
  const fresh: JsonObject[] = [];
  for await (const page of historyPages(client, executionArn, { reverseOrder: true })) {
    const unseen = page.filter((event) => idOf(event) > seen);
    fresh.push(...unseen);
    if (unseen.length < page.length || unseen.some((event) => idOf(event) === seen + 1)) break;
  }
  return fresh.reverse();
}

function idOf(event: JsonObject): number {
  return Number(member(event, 'id'));
}

const ENDINGS = {
  ExecutionSucceeded: ['SUCCEEDED', 'executionSucceededEventDetails'],
  ExecutionFailed: ['FAILED', 'executionFailedEventDetails'],
  ExecutionTimedOut: ['TIMED_OUT', 'executionTimedOutEventDetails'],
  ExecutionAborted: ['ABORTED', 'executionAbortedEventDetails'],
} as const;

function endingOf(event: JsonObject): Ending | undefined {
  const type = String(member(event, 'type'));
  if (!isEnding(type)) return undefined;
  const [status, key] = ENDINGS[type];
  // The service model gives these details no other members than output, error and cause, all of them strings.
  const details = (member(event, key) ?? {}) as Omit<Ending, 'status'>;
  const { output, error, cause } = details;
  return {
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function isEnding(type: string): type is keyof typeof ENDINGS {
  return Object.hasOwn(ENDINGS, type);
}

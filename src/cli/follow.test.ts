import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { historyAnswer, scriptedClient } from '../../test/cli/scripted-client.ts';
import type { JsonObject } from '../base/json.ts';
import { type Ending, follow } from './follow.ts';

const SUCCEEDED = { type: 'ExecutionSucceeded', executionSucceededEventDetails: { output: '1' } };

describe('Following an execution', () => {
  test('shows each event once and in order, however they arrive', async () => {
    const { shown } = await followed([[3], [3, 4], [3, 4, 2]], SUCCEEDED);
    assert.deepEqual(shown, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('shows what fills more than one page', async () => {
    const { shown } = await followed([[7]], SUCCEEDED);
    assert.deepEqual(shown, [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('looks more and more rarely while nothing happens', async () => {
    const { pauses } = await followed([[1], [1], [1], [1], [1], [1], [1], [1]], SUCCEEDED);
    assert.deepEqual(pauses, [10, 20, 40, 80, 160, 320, 500, 500]);
  });

  test('asks no more than the last page when one event is new', async () => {
    const { calls } = await followed([[9]], SUCCEEDED);
    assert.equal(calls, 3 + 1);
  });

  test('ends with the output of what succeeded', async () => {
    await endsWith(SUCCEEDED, { status: 'SUCCEEDED', output: '1' });
  });

  test('ends with the error and the cause of what failed', async () => {
    const details = { error: 'E', cause: 'why' };
    await endsWith(
      { type: 'ExecutionFailed', executionFailedEventDetails: details },
      { status: 'FAILED', ...details },
    );
  });

  test('ends when the execution was aborted without a reason', async () => {
    await endsWith({ type: 'ExecutionAborted' }, { status: 'ABORTED' });
  });

  test('ends when the time was up', async () => {
    await endsWith({ type: 'ExecutionTimedOut' }, { status: 'TIMED_OUT' });
  });
});

interface Followed {
  readonly ending: Ending;
  readonly shown: readonly unknown[];
  readonly pauses: readonly number[];
  readonly calls: number;
}

/** @param looks How many events of the kind in between each look finds, in parts; the last event comes after them. */
async function followed(looks: readonly (readonly number[])[], last: JsonObject): Promise<Followed> {
  const shown: unknown[] = [];
  const pauses: number[] = [];
  const client = scriptedClient((_, input) => historyAnswer(eventsAt(pauses.length), input, 3));
  const eventsAt = (look: number): JsonObject[] => {
    const counts = looks[look] ?? looks.at(-1) ?? [];
    const total = counts.reduce((sum, count) => sum + count, 0);
    const events = Array.from(
      { length: total },
      (_, index): JsonObject => ({ id: index + 1, type: 'PassStateEntered' }),
    );
    return look < looks.length ? events : [...events, { ...last, id: total + 1 }];
  };
  const ending = await follow(client, 'arn', {
    show: (event) => void shown.push(event.id),
    pause: async (pauseMs) => void pauses.push(pauseMs),
  });
  return { ending, shown, pauses, calls: client.calls.length };
}

async function endsWith(last: JsonObject, ending: Ending): Promise<void> {
  assert.deepEqual((await followed([], last)).ending, ending);
}

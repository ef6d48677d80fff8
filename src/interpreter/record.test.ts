import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isEvent, type Record } from './record.ts';

describe('A record', () => {
  test('is an event unless AWS publishes nothing of it', () => {
    const publics: Record = { type: 'ExecutionTimedOut' };
    const privates: readonly Record[] = [
      { type: 'WaitScheduled', frame: 0, until: 1 },
      { type: 'RetryScheduled', frame: 0, previous: 1, retrier: 0, until: 1 },
      { type: 'ChildrenFailed', frame: 0, previous: 1 },
      { type: 'HeartbeatReceived', frame: 0, at: 1 },
      { type: 'FailureHeld', frame: 0, error: undefined, cause: undefined },
      { type: 'JobReleased', frame: 0 },
    ];
    assert.deepEqual([publics, ...privates].map(isEvent), [true, ...privates.map(() => false)]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stateOf } from '../../test/asl/state-under-test.ts';
import type { JsonObject } from '../base/json.ts';

describe('Retry and Catch', () => {
  test('a retrier has the defaults of AWS', () => {
    retries({ ErrorEquals: ['E'] }, { intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, jitter: 'NONE' });
  });

  test('a retrier keeps what it says', () => {
    const said = {
      IntervalSeconds: 5,
      MaxAttempts: 0,
      BackoffRate: 1.5,
      MaxDelaySeconds: 9,
      JitterStrategy: 'FULL',
    };
    const expected = {
      intervalSeconds: 5,
      maxAttempts: 0,
      backoffRate: 1.5,
      maxDelaySeconds: 9,
      jitter: 'FULL',
    };
    retries({ ErrorEquals: ['E'], ...said }, expected);
  });

  test('an empty or absent list retries and catches nothing', () => {
    const { retry, catch: catchers } = task({ Retry: [] });
    assert.deepEqual([retry, catchers], [[], []]);
  });

  test('catchers keep their order and lead to their states', () => {
    const catchers = [
      { ErrorEquals: ['E', 'F'], Next: 'B' },
      { ErrorEquals: ['States.ALL'], Next: 'A' },
    ];
    const expected = [
      { errorEquals: ['E', 'F'], next: 2 },
      { errorEquals: ['States.ALL'], next: 1 },
    ];
    assert.deepEqual(task({ Catch: catchers }).catch, expected);
  });
});

function task(fields: JsonObject) {
  return stateOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields });
}

function retries(retrier: JsonObject, expected: object): void {
  assert.deepEqual(task({ Retry: [retrier] }).retry, [{ errorEquals: ['E'], ...expected }]);
}

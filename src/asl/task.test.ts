import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Task fields', () => {
  test('timeouts are literal or read from the input after InputPath', () => {
    assert.equal(task({ TimeoutSeconds: 5 }).timeoutSeconds?.(scopeOf({})), 5);
    const state = task({ InputPath: '$.a', TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$.h' });
    const scope = scopeOf({ a: { t: 9, h: 3 } });
    assert.deepEqual([state.timeoutSeconds?.(scope), state.heartbeatSeconds?.(scope)], [9, 3]);
  });

  test('absent timeouts stay absent', () => {
    assert.deepEqual(
      [task({}).timeoutSeconds, task({}).heartbeatSeconds, task({}).roleArn],
      [undefined, undefined, undefined],
    );
  });

  test('a timeout by path that is missing or no whole number of seconds fails', () => {
    timeoutFails({}, "Invalid path '$.t' : No results for path: $['t']");
    timeoutFails(
      { t: 'x' },
      'The TimeoutSecondsPath field refers to value "x" which is not a valid integer: $.t',
    );
    timeoutFails({ t: 0 }, 'TimeoutSeconds must be from 1 to 99999999, not 0: $.t');
  });

  test('Credentials names a role, literally or by path', () => {
    assert.equal(task({ Credentials: { RoleArn: 'arn:r' } }).roleArn?.(scopeOf({})), 'arn:r');
    assert.equal(task({ Credentials: { 'RoleArn.$': '$.r' } }).roleArn?.(scopeOf({ r: 'arn:r' })), 'arn:r');
  });

  test('a role that is no string fails', () => {
    const roleArn = task({ Credentials: { 'RoleArn.$': '$.r' } }).roleArn;
    assert.throws(() => roleArn?.(scopeOf({ r: 1 })), new StateError('States.Runtime', NO_ROLE));
  });
});

const NO_ROLE = 'The field RoleArn of Credentials must be a string';

function task(fields: JsonObject) {
  return stateOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields });
}

function timeoutFails(input: Json, cause: string): void {
  const { timeoutSeconds } = task({ TimeoutSecondsPath: '$.t' });
  assert.throws(() => timeoutSeconds?.(scopeOf(input)), new StateError('States.Runtime', cause));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matches, type Named } from './error-match.ts';

describe('ErrorEquals', () => {
  test('matches a name by equality alone', () => {
    assert.deepEqual(matching({ error: 'Bad' }, ['Bad', 'bad', 'Ba', 'Bad.', '*']), ['Bad']);
  });

  test('States.ALL matches any failure, one without a name too', () => {
    assert.deepEqual(matching({ error: undefined }, ['States.ALL', 'Bad', 'undefined']), ['States.ALL']);
  });

  test('States.TaskFailed matches any failure but a timeout', () => {
    assert.equal(matches(['States.TaskFailed'], { error: 'Bad' }), true);
    assert.equal(matches(['States.TaskFailed'], { error: 'States.Timeout' }), false);
  });

  test('a missed heartbeat matches both of its names', () => {
    const names = ['States.HeartbeatTimeout', 'States.Timeout'];
    assert.deepEqual(matching({ error: 'States.Timeout', alias: 'States.HeartbeatTimeout' }, names), names);
  });

  test('one match in the list is enough, an empty list never', () => {
    assert.equal(matches(['A', 'B'], { error: 'B' }), true);
    assert.equal(matches([], { error: 'B' }), false);
  });
});

function matching(failure: Named, names: readonly string[]): string[] {
  return names.filter((name) => matches([name], failure));
}

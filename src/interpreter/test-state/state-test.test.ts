import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NOON } from '../../../test/interpreter/machine-run.ts';
import {
  activityTask,
  map,
  parallel,
  pass,
  task,
  tokenTask,
  wait,
} from '../../../test/interpreter/states.ts';
import { env, tested, testOf } from '../../../test/interpreter/tested.ts';
import { Payload } from '../../base/payload.ts';

const ITEMS = map({ P: pass() }, { ItemsPath: '$.v' });
const RETRY = { Retry: [{ ErrorEquals: ['X'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 3 }] };

describe('a state tested by itself', () => {
  test('ends with its output', () => ends(pass({ Result: 1 }), {}, 'SUCCEEDED', '1'));
  test('tells where it would go', () =>
    assert.equal(tested(pass({ End: undefined, Next: 'B' })).nextState, 'B'));
  test('keeps the text of what it passes on', () =>
    ends(pass(), { input: '{ "a": 1.0 }' }, 'SUCCEEDED', '{ "a": 1.0 }'));
  test('sees variables', () => {
    ends(pass({ Parameters: { 'a.$': '$x' } }), { variables: { x: 4 } }, 'SUCCEEDED', '{"a":4}');
  });

  test('waits for its moment', () => {
    const waiting = testOf(wait(5));
    assert.equal(waiting.wakeAt, NOON + 5000);
    waiting.wake(env());
    assert.equal(waiting.answer().status, 'SUCCEEDED');
  });

  test('a task waits for its result', () => {
    const waiting = testOf(task({ TimeoutSeconds: 7 }), { input: '[1]' });
    assert.deepEqual([waiting.task?.parameters.text, waiting.task?.timeoutSeconds], ['[1]', 7]);
  });

  test('a task ends with its result, whatever it waits for', () => {
    for (const one of [task(), tokenTask(), activityTask()])
      ends(one, { result: '[1, 2]' }, 'SUCCEEDED', '[1, 2]');
  });

  test('a task fails with its error', () => {
    for (const one of [task(), tokenTask(), activityTask()]) {
      const { status, error, cause } = tested(one, { error: 'X' });
      assert.deepEqual([status, error, cause], ['FAILED', 'X', 'told']);
    }
  });

  test('a failure may be retried, and then no more', () => {
    assert.equal(tested(task(RETRY), { error: 'X', retryCount: 1 }).status, 'RETRIABLE');
    assert.equal(tested(task(RETRY), { error: 'X', retryCount: 2 }).status, 'FAILED');
  });

  test('the context object tells how often it was retried', () => {
    const state = task({ ...RETRY, ResultSelector: { 'n.$': '$$.State.RetryCount' } });
    ends(state, { retryCount: 2, result: '{}' }, 'SUCCEEDED', '{"n":2}');
  });

  test('the cause of a failed expression names no event', () => {
    assert.match(String(tested(pass({ InputPath: '$.none' })).cause), /^Invalid path/);
  });

  test('a failure may be caught', () => {
    const Catch = [
      { ErrorEquals: ['Y'], Next: 'N' },
      { ErrorEquals: ['X'], ResultPath: '$.e', Next: 'C' },
    ];
    const { status, nextState, output } = tested(task({ Catch }), { error: 'X' });
    assert.deepEqual(
      [status, nextState, output],
      ['CAUGHT_ERROR', 'C', '{"e":{"Error":"X","Cause":"told"}}'],
    );
  });

  test('a result over the limit fails', () => {
    assert.equal(tested(task(), { result: `"${'x'.repeat(262_145)}"` }).error, 'States.DataLimitExceeded');
  });

  test('a Map and a Parallel end with what their insides gave, which never start', () => {
    ends(ITEMS, { input: '{"v":[1]}', result: '[5]' }, 'SUCCEEDED', '[5]');
    ends(parallel([{ A: pass() }, { B: pass() }]), { result: '[1, 2]' }, 'SUCCEEDED', '[1, 2]');
  });

  test('a Map fails as its insides did', () => {
    assert.equal(tested(ITEMS, { input: '{"v":[1]}', error: 'X' }).error, 'X');
  });

  test('a Map knows how many iterations it has, and how many may fail', () => {
    const two = testOf({ ...ITEMS, ToleratedFailurePercentage: 50 }, { input: '{"v":[1, 2]}' });
    assert.deepEqual([two.iterationCount, two.isOverThreshold(1), two.isOverThreshold(2)], [2, false, true]);
    assert.equal(
      testOf({ ...ITEMS, ToleratedFailureCount: 0 }, { input: '{"v":[1]}' }).isOverThreshold(1),
      true,
    );
    assert.equal(testOf(ITEMS, { input: '{"v":[1]}' }).isOverThreshold(1), false);
  });

  test('a result does not come to a state that has failed before', () => {
    const failed = testOf(ITEMS, { input: '{"v":1}' });
    failed.succeed(Payload.fromText('[]'), env());
    assert.equal(failed.answer().status, 'FAILED');
  });

  test('sees the context object it is given, and one without RedriveCount otherwise', () => {
    const own = { QueryLanguage: 'JSONata', Type: 'Pass', Output: '{% $states.context %}', End: true };
    ends(own, { context: '{"State":{"Name":"n"}}' }, 'SUCCEEDED', '{"State":{"Name":"n"}}');
    const { Execution, State } = JSON.parse(tested(own).output ?? '');
    assert.deepEqual(Object.keys(Execution), ['Id', 'Input', 'StartTime', 'Name', 'RoleArn']);
    assert.equal(State.Name, 'StateName');
  });
});

function ends(state: object, given: Parameters<typeof tested>[1], status: string, output: string): void {
  const answer = tested(state, given);
  assert.deepEqual([answer.status, answer.output], [status, output], JSON.stringify(answer));
}

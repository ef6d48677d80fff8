import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { map, parallel, pass, task } from '../../../test/interpreter/states.ts';
import { tested } from '../../../test/interpreter/tested.ts';

const RETRY = { Retry: [{ ErrorEquals: ['X'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 3 }] };
const CATCH = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] };
const ITEMS = map({ P: pass() }, { ItemsPath: '$.v' });

describe('of a tested state is shown', () => {
  test('by a Pass its filters', () => {
    shows(pass(), {}, [
      'input',
      'afterInputPath',
      'afterParameters',
      'afterResultSelector',
      'afterResultPath',
    ]);
  });
  test('by a Pass with a Result nothing of its input', () => {
    shows(pass({ Result: 1 }), {}, ['input', 'result', 'afterResultSelector', 'afterResultPath']);
  });
  test('by a Fail its input', () => shows({ Type: 'Fail' }, {}, ['input', 'afterInputPath']));
  test('by a Succeed its input', () => shows({ Type: 'Succeed' }, {}, ['input', 'afterInputPath']));
  test('by a Parallel what came of its branches', () => {
    shows(parallel([{ A: pass() }]), { result: '[1]' }, ['input', 'afterResultSelector', 'afterResultPath']);
  });
  test('by JSONata the arguments and the result', () => {
    const jsonata = {
      ...task(),
      QueryLanguage: 'JSONata',
      Arguments: { a: '{% 1 + 1 %}' },
      Parameters: undefined,
    };
    const { inspection } = tested(jsonata, { result: '5' });
    assert.deepEqual(inspection, { input: '{}', afterArguments: '{"a":2}', result: '5' });
  });

  test('items in the text in which they came', () => {
    const { inspection } = tested(ITEMS, { input: '{"v": [1,  2]}', result: '[]' });
    assert.deepEqual([inspection.afterItemsPath, inspection.maxConcurrency], ['[1,  2]', 0]);
  });
  test('what an iteration would begin with', () => {
    const selecting = { ...ITEMS, ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' } };
    const { inspection } = tested(selecting, { input: '{"v":["a"]}', result: '[]' });
    assert.equal(inspection.afterItemSelector, '[{"i":0,"v":"a"}]');
  });
  test('items where a pointer led', () => {
    const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { ItemsPointer: '/v' } };
    const { inspection } = tested({ ...ITEMS, ItemReader }, { readItems: [1], result: '[]' });
    assert.deepEqual([inspection.afterItemsPointer, inspection.afterItemsPath], ['[1]', undefined]);
  });
  test('nothing of items that are none', () => {
    shows(ITEMS, { input: '{"v":1}' }, ['input', 'afterInputPath']);
  });

  test('every variable there is at the end', () => {
    const assigning = pass({ Assign: { y: 2 } });
    assert.equal(tested(assigning, { variables: { x: 1 } }).inspection.variables, '{"x":1,"y":2}');
  });

  test('the retrier and when it would run', () => {
    details(task(RETRY), 1, { retryIndex: 0, retryBackoffIntervalSeconds: 6 });
  });
  test('the retrier that is used up', () => details(task(RETRY), 2, { retryIndex: 0 }));
  test('the catcher', () => details(task(CATCH), 0, { catchIndex: 0 }));
  test('both, when the one comes after the other', () => {
    details(task({ ...RETRY, ...CATCH }), 2, { retryIndex: 0, catchIndex: 0 });
  });
  test('nothing when nobody asked for the error', () => details(task(), 0, undefined));
});

function shows(state: object, given: Parameters<typeof tested>[1], steps: readonly string[]): void {
  assert.deepEqual(Object.keys(tested(state, given).inspection).sort(), [...steps].sort());
}

function details(state: object, retryCount: number, expected: object | undefined): void {
  assert.deepEqual(tested(state, { error: 'X', retryCount }).inspection.errorDetails, expected);
}

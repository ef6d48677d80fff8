import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained, outgrown, type Result, scoreOf, unexplained } from './score.ts';

test('a difference without a reason is named with its places', () => {
  assert.deepEqual(unexplained([result('a', ['.x'])]), ['a: .x: AWS 1, we 2']);
});

test('a difference with a reason is only told', () => {
  const results = [result('a::test_uuid', ['.history.FunctionResult'])];
  assert.deepEqual(unexplained(results), []);
  assert.deepEqual(explained(results), ['a::test_uuid: the recorder wrote generated-uuid by hand']);
});

test('a reason holds for its own places alone', () => {
  const results = [result('a::test_uuid', ['.history.FunctionResult', '.id'])];
  assert.equal(unexplained(results).length, 1);
});

test('a match that has a reason is told too', () => {
  assert.deepEqual(outgrown([result('a::test_uuid', [])]), ['a::test_uuid']);
});

test('languages count apart', () => {
  const results = [result('a', []), result('b', ['.x']), result('c', [], 'JSONata')];
  assert.deepEqual(scoreOf(results, 'JSONPath'), { matched: 1, played: 2 });
  assert.deepEqual(scoreOf(results, 'JSONata'), { matched: 1, played: 1 });
});

function result(id: string, paths: readonly string[], language = 'JSONPath'): Result {
  const machine = { name: 'm', roleArn: 'r', definition: `{"QueryLanguage":"${language}"}` };
  return {
    case: { id, machine, input: null, expected: {}, transformers: [], standard: true },
    differences: paths.map((path) => ({ path, aws: 1, ours: 2 })),
  };
}

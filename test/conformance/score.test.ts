import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outgrown, type Result, reasonOf, scoresOf, shareOf, unexplained } from './score.ts';

test('a difference without a reason is named with its places', () => {
  assert.deepEqual(unexplained([result('a', ['.x'])]), ['a: .x: AWS 1, we 2']);
});

test('a difference with a reason is only told', () => {
  const uuid = result('a::test_uuid', ['.history.FunctionResult']);
  assert.deepEqual(unexplained([uuid]), []);
  assert.equal(reasonOf(uuid), 'the recorder wrote generated-uuid by hand');
});

test('a reason holds for its own places alone', () => {
  assert.equal(unexplained([result('a::test_uuid', ['.history.FunctionResult', '.id'])]).length, 1);
});

test('a reason holds in its own area alone', () => {
  assert.equal(unexplained([result('a::test_uuid', ['.history.FunctionResult'], 'api')]).length, 1);
});

test('a case that cannot be played brings its reason', () => {
  assert.deepEqual(unexplained([{ ...result('a', ['played']), reason: 'needs S3' }]), []);
});

test('a match that has a reason is told too', () => {
  assert.deepEqual(outgrown([result('a::test_uuid', [])]), ['a::test_uuid']);
});

test('areas count apart', () => {
  const results = [result('a', []), result('b', ['.x']), result('c', [], 'another')];
  assert.deepEqual(scoresOf(results), [
    { area: 'another', passed: 1, total: 1 },
    { area: 'executions_pure', passed: 1, total: 2 },
  ]);
});

test('only all of them are 100', () => {
  assert.equal(shareOf({ passed: 1999, total: 2000 }), '99.9');
  assert.equal(shareOf({ passed: 2000, total: 2000 }), '100.0');
});

function result(id: string, paths: readonly string[], area = 'executions_pure'): Result {
  return { area, id, differences: paths.map((path) => ({ path, aws: 1, ours: 2 })) };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Map fields', () => {
  test('iterates over the effective input, or over what ItemsPath finds in it', () => {
    assert.deepEqual(map({}).items(scopeOf({}, { result: [1, 'b'] })), [{ value: 1 }, { value: 'b' }]);
    assert.deepEqual(map({ ItemsPath: '$.list' }).items(scopeOf({}, { result: { list: [{}] } })), [
      { value: {} },
    ]);
  });

  test('fails when there is no array, naming a context path as AWS does', () => {
    fails(
      () => map({ ItemsPath: '$.a' }).items(scopeOf({ a: {} })),
      'Reference path "$.a" must point to array.',
    );
    fails(() => map({ ItemsPath: '$$' }).items(scopeOf({})), 'Reference path "$" must point to array.');
  });

  test('fails when ItemsPath leads nowhere', () => {
    fails(
      () => map({ ItemsPath: '$.a' }).items(scopeOf({})),
      "Invalid path '$.a' : No results for path: $['a']",
    );
  });

  test('ItemSelector, or Parameters as it was called, sees the effective input and the item', () => {
    for (const field of ['ItemSelector', 'Parameters']) {
      const state = map({ [field]: { 'all.$': '$.n', 'one.$': '$$.Map.Item.Value' } });
      const scope = scopeOf({}, { result: { n: 2 }, context: { Map: { Item: { Value: 'v' } } } });
      assert.deepEqual([state.itemSelector?.(scope), state.arguments], [{ all: 2, one: 'v' }, undefined]);
    }
  });

  test('MaxConcurrency is unlimited when absent, and may be read from the input', () => {
    assert.equal(map({}).maxConcurrency(scopeOf({})), 0);
    assert.equal(map({ MaxConcurrency: 3 }).maxConcurrency(scopeOf({})), 3);
    assert.equal(map({ MaxConcurrencyPath: '$.n' }).maxConcurrency(scopeOf({ n: 4 })), 4);
  });

  test('numbers by path fail with the words of AWS when they are none', () => {
    numberFails('MaxConcurrency', 'NoNumber', refersTo('MaxConcurrencyPath', 'NoNumber', 'integer'));
    numberFails('MaxConcurrency', {}, refersTo('MaxConcurrencyPath', '{}', 'integer'));
    numberFails('ToleratedFailureCount', 1.5, refersTo('ToleratedFailureCountPath', '1.5', 'integer'));
    numberFails('ToleratedFailureCount', -1, 'ToleratedFailureCount cannot be negative.');
    numberFails('ToleratedFailurePercentage', 'x', refersTo('ToleratedFailurePercentagePath', 'x', 'float'));
    numberFails('ToleratedFailurePercentage', 101, 'ToleratedFailurePercentage must be between 0 and 100.');
  });

  test('tolerated failures may be literal or by path', () => {
    assert.equal(map({ ToleratedFailureCount: 2 }).toleratedFailureCount?.(scopeOf({})), 2);
    assert.equal(
      map({ ToleratedFailurePercentagePath: '$.n' }).toleratedFailurePercentage?.(scopeOf({ n: 0.5 })),
      0.5,
    );
    assert.equal(map({}).toleratedFailureCount, undefined);
  });
});

function map(fields: JsonObject) {
  const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  return stateOf({ Type: 'Map', ItemProcessor, End: true, ...fields });
}

function refersTo(field: string, value: string, kind: string): string {
  return `The ${field} field refers to value "${value}" which is not a valid ${kind}: $.n`;
}

function fails(work: () => unknown, cause: string): void {
  assert.throws(work, new StateError('States.Runtime', cause));
}

type NumberField = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage';

function numberFails(field: NumberField, n: Json, cause: string): void {
  const state = map({ [`${field}Path`]: '$.n' });
  const expressions = {
    MaxConcurrency: state.maxConcurrency,
    ToleratedFailureCount: state.toleratedFailureCount,
    ToleratedFailurePercentage: state.toleratedFailurePercentage,
  };
  fails(() => expressions[field]?.(scopeOf({ n })), cause);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Items of a JSONata Map', () => {
  test('are an array, literal, with expressions in it, or computed', () => {
    iterates([1, '{% 1 + 1 %}'], [{ value: 1 }, { value: 2 }]);
    iterates('{% $states.input.list %}', [{ value: 'x' }]);
  });

  test('may be an object, literal or computed: one iteration for each member', () => {
    const members = [
      { key: 'a', value: 1 },
      { key: '__proto__', value: 2 },
    ];
    iterates(JSON.parse('{"a":1,"__proto__":"{% 2 %}"}'), members);
    iterates('{% $states.input.object %}', members);
  });

  test('that are anything else fail the state, with the value', () => {
    const cause =
      "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. " +
      "Expected 'array', but was 'number' for value: 1";
    fails(() => map({ Items: '{% 1 %}' }).items(scopeOf(INPUT)), cause, 'Items');
  });

  test("are the state's input when they are not given, which must be an array", () => {
    assert.deepEqual(map({}).items(scopeOf([1])), [{ value: 1 }]);
    const cause = 'Map state input must be an array but was: {"foo":"bar"}';
    fails(() => map({}).items(scopeOf({ foo: 'bar' })), cause, undefined);
  });
});

describe('Numbers of a JSONata Map', () => {
  test('have defaults', () => {
    const { maxConcurrency, toleratedFailureCount } = map({});
    assert.equal(maxConcurrency(scopeOf(INPUT)), 0);
    assert.equal(toleratedFailureCount, undefined);
  });

  test('may be computed', () => {
    const state = map({ MaxConcurrency: '{% 1 + 1 %}', ToleratedFailurePercentage: '{% 12.5 %}' });
    assert.equal(state.maxConcurrency(scopeOf(INPUT)), 2);
    assert.equal(state.toleratedFailurePercentage?.(scopeOf(INPUT)), 12.5);
  });

  test('are no more than a 32-bit integer for MaxConcurrency, literal or computed', () => {
    for (const MaxConcurrency of [3_000_000_000, '{% 3000000000 %}']) {
      assert.equal(map({ MaxConcurrency }).maxConcurrency(scopeOf(INPUT)), 2_147_483_647);
    }
  });

  test('fail the state when they are out of range', () => {
    const negative = map({ MaxConcurrency: '{% -1 %}', ToleratedFailureCount: '{% -1 %}' });
    fails(
      () => negative.maxConcurrency(scopeOf(INPUT)),
      'MaxConcurrency cannot be negative.',
      'MaxConcurrency',
    );
    fails(
      () => negative.toleratedFailureCount?.(scopeOf(INPUT)),
      'ToleratedFailureCount cannot be negative.',
      'ToleratedFailureCount',
    );
    fails(
      () => map({ ToleratedFailurePercentage: '{% 101 %}' }).toleratedFailurePercentage?.(scopeOf(INPUT)),
      'ToleratedFailurePercentage must be between 0 and 100.',
      'ToleratedFailurePercentage',
    );
  });

  test('fail the state when a count is no whole number', () => {
    const { maxConcurrency } = map({ MaxConcurrency: '{% 1.5 %}' });
    fails(
      () => maxConcurrency(scopeOf(INPUT)),
      'MaxConcurrency must be an integer, not 1.5.',
      'MaxConcurrency',
    );
  });
});

const INPUT: Json = JSON.parse('{"list":["x"],"object":{"a":1,"__proto__":2}}');

function map(fields: JsonObject) {
  const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  return stateOf({ Type: 'Map', QueryLanguage: 'JSONata', ...fields, ItemProcessor, End: true });
}

function iterates(items: Json, expected: readonly { readonly key?: string; readonly value: Json }[]): void {
  assert.deepEqual(map({ Items: items }).items(scopeOf(INPUT)), expected);
}

function fails(action: () => unknown, cause: string, location: string | undefined): void {
  assert.throws(action, (error) => {
    assert.ok(error instanceof StateError);
    const { error: name, message } = error;
    assert.deepEqual([name, message, error.location], ['States.QueryEvaluationError', cause, location]);
    return true;
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Choice rule', () => {
  test('compares its Variable with a literal', () => {
    matches({ Variable: '$.a', NumericEquals: 1 }, { a: 1 });
    differs({ Variable: '$.a', NumericEquals: 1 }, { a: 2 });
  });

  test('compares its Variable with another path', () => {
    matches({ Variable: '$.a', StringLessThanPath: '$.b' }, { a: 'x', b: 'y' });
    differs({ Variable: '$.a', StringLessThanPath: '$.b' }, { a: 'y', b: 'x' });
  });

  test('reads the whole input, the context object and variables', () => {
    matches({ Variable: '$', StringEquals: 'x' }, 'x');
    matches({ Variable: '$$.State.Name', StringEquals: 'S' }, {});
    matches({ Variable: '$limit', NumericGreaterThanPath: '$.a' }, { a: 4 });
  });

  test('IsPresent alone takes a Variable that is missing, and takes null for present', () => {
    matches({ Variable: '$.a', IsPresent: true }, { a: null });
    differs({ Variable: '$.a.b', IsPresent: true }, { a: 1 });
    matches({ Variable: '$.a', IsPresent: false }, {});
  });

  test('type tests compare with what is wanted', () => {
    matches({ Variable: '$.a', IsNull: true }, { a: null });
    matches({ Variable: '$.a', IsString: false }, { a: 1 });
    differs({ Variable: '$.a', IsTimestamp: true }, { a: 'soon' });
  });

  test('any other operator fails on a Variable that is missing', () => {
    for (const operator of [{ StringEquals: 'x' }, { IsNull: true }, { BooleanEqualsPath: '$.b' }]) {
      fails({ Variable: '$.a', ...operator }, { b: 1 }, '$.a');
    }
  });

  test('fails on an operand path that leads nowhere', () => {
    fails({ Variable: '$.a', NumericEqualsPath: '$.b.c' }, { a: 1 }, '$.b.c');
  });

  test('And and Or stop at the first rule that decides', () => {
    const missing = { Variable: '$.gone', NumericEquals: 1 };
    differs({ And: [{ Variable: '$.a', IsPresent: false }, missing] }, { a: 1 });
    matches({ Or: [{ Variable: '$.a', IsPresent: true }, missing] }, { a: 1 });
  });

  test('And, Or and Not nest', () => {
    const inRange = {
      And: [
        { Variable: '$.a', NumericGreaterThan: 0 },
        { Variable: '$.a', NumericLessThan: 9 },
      ],
    };
    matches({ Not: { Or: [{ Not: inRange }, { Variable: '$.a', NumericEquals: 5 }] } }, { a: 4 });
    differs({ Not: { Or: [{ Not: inRange }, { Variable: '$.a', NumericEquals: 5 }] } }, { a: 5 });
  });

  test('assigns from what InputPath gave', () => {
    const choice = compiled({ Variable: '$.a', IsPresent: true, Assign: { 'x.$': '$.a' } });
    assert.deepEqual(choice.rules[0]?.assign?.(scopeOf({}, { result: { a: 1 } })), { x: 1 });
  });

  test('leads where it says, and Default elsewhere', () => {
    const choice = compiled({ Variable: '$.a', IsPresent: true });
    assert.deepEqual([choice.rules[0]?.next, choice.default], [1, 2]);
  });
});

function compiled(rule: JsonObject) {
  return stateOf({ Type: 'Choice', Choices: [{ ...rule, Next: 'A' }], Default: 'B' });
}

function isMet(rule: JsonObject, input: Json): boolean | undefined {
  const scope = scopeOf(input, { context: { State: { Name: 'S' } } }, { limit: 5 });
  return compiled(rule).rules[0]?.condition(scope);
}

function matches(rule: JsonObject, input: Json): void {
  assert.equal(isMet(rule, input), true);
}

function differs(rule: JsonObject, input: Json): void {
  assert.equal(isMet(rule, input), false);
}

function fails(rule: JsonObject, input: Json, path: string): void {
  const cause = `Invalid path '${path}': The choice state's condition path references an invalid value.`;
  assert.throws(() => isMet(rule, input), new StateError('States.Runtime', cause));
}

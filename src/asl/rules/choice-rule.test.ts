import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { JsonObject } from '../../base/json.ts';

describe('Choice rules', () => {
  test('have one test and a Next', () => {
    accepts({ Variable: '$.a', IsNull: true });
    accepts({ Not: { Variable: '$.a', StringMatches: 'a*' }, Comment: 'c', Assign: { x: 1 } });
    refuses(
      { Variable: '$.a', IsNull: true, Next: null },
      'Expected value of type [STRING] at /States/S/Choices[0]/Next',
    );
  });

  test('without Next lead nowhere', () => {
    const state = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true }], Default: 'A' };
    assert.deepEqual(problemsOf(state), ['These fields are required: [Next] at /States/S/Choices[0]']);
  });

  test('are exactly one of And, Or, Not, Variable and Condition', () => {
    const kinds = '[And, Or, Not, Variable, Condition]';
    const message = `The object must have only one of the following fields, ${kinds} at /States/S/Choices[0]`;
    refuses({}, message);
    refuses({ Variable: '$.a', IsNull: true, Not: { Variable: '$.a', IsNull: true } }, message);
  });

  test('with a Variable have exactly one operator', () => {
    const two = 'There should only be one of the following fields: [StringEquals, NumericEquals]';
    refuses({ Variable: '$.a', StringEquals: 'x', NumericEquals: 1 }, `${two} at /States/S/Choices[0]`);
    refuses(
      { Variable: '$.a' },
      'A rule with a Variable must have one comparison operator at /States/S/Choices[0]',
    );
  });

  test('inside others have no Next', () => {
    const nested = { Variable: '$.a', IsNull: true, Next: 'A' };
    refuses({ And: [nested] }, "Field 'Next' is not supported at /States/S/Choices[0]/And[0]");
    refuses({ Not: nested }, "Field 'Next' is not supported at /States/S/Choices[0]/Not");
  });

  test('read reference paths only', () => {
    const problem =
      "Value is not a Reference Path: Reference path didn't start with '$' at /States/S/Choices[0]/Variable";
    refuses({ Variable: 'States.UUID()', IsNull: true }, problem);
    matches({ Variable: '$.a[*]', IsNull: true }, /^Value is not a Reference Path: .* at .*Variable$/);
    matches(
      { Variable: '$.a', NumericEqualsPath: 'b' },
      /^Value is not a Reference Path: .* at .*NumericEqualsPath$/,
    );
  });

  test('compare with values of their type', () => {
    refuses(
      { Variable: '$.a', StringEquals: 1 },
      'Expected value of type [STRING] at /States/S/Choices[0]/StringEquals',
    );
    refuses(
      { Variable: '$.a', NumericEquals: '1' },
      'Expected value of type Number at /States/S/Choices[0]/NumericEquals',
    );
    refuses(
      { Variable: '$.a', BooleanEquals: 0 },
      'Expected value of type [BOOLEAN] at /States/S/Choices[0]/BooleanEquals',
    );
    refuses(
      { Variable: '$.a', IsNull: 'true' },
      'Expected value of type [BOOLEAN] at /States/S/Choices[0]/IsNull',
    );
    const moment = 'String does not match RFC3339 timestamp at /States/S/Choices[0]/TimestampEquals';
    refuses({ Variable: '$.a', TimestampEquals: 'today' }, moment);
  });

  test('have every operator of the language and its path, save one', () => {
    for (const operator of OPERATORS) accepts({ Variable: '$.a', [`${operator}Path`]: '$.b' });
    matches({ Variable: '$.a', StringMatchesPath: '$.b' }, /Field 'StringMatchesPath' is not supported/);
  });

  test('of JSONata have a Condition, which may be a plain boolean', () => {
    for (const Condition of ['{% $states.input.a %}', true]) accepts({ Condition, Output: 1 }, JSONATA);
    matches({ Condition: 'true' }, /Condition must be a boolean or a JSONata expression/, JSONATA);
    matches(
      { Variable: '$.a', IsNull: true },
      /field 'Variable' is only supported for the 'JSONPath'/,
      JSONATA,
    );
    matches({ Condition: true }, /field 'Condition' is only supported for the 'JSONata'/);
  });

  test('are at least one', () => {
    const problems = problemsOf({ Type: 'Choice', Choices: [], Default: 'A' });
    assert.deepEqual(problems, ['Value cannot be empty at /States/S/Choices']);
  });
});

const JSONATA = { QueryLanguage: 'JSONata' };

const OPERATORS = ['String', 'Numeric', 'Timestamp']
  .flatMap((type) =>
    ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'].map((order) => type + order),
  )
  .concat('BooleanEquals');

function problems(rule: JsonObject, machine: JsonObject): string[] {
  return problemsOf({ Type: 'Choice', Choices: [{ Next: 'A', ...rule }], Default: 'A' }, machine);
}

function accepts(rule: JsonObject, machine: JsonObject = {}): void {
  assert.deepEqual(problems(rule, machine), []);
}

function refuses(rule: JsonObject, problem: string): void {
  assert.deepEqual(problems(rule, {}), [problem]);
}

function matches(rule: JsonObject, problem: RegExp, machine: JsonObject = {}): void {
  assert.match(problems(rule, machine).join('\n'), problem);
}

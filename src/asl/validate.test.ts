import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { machineOf } from '../../test/asl/state-under-test.ts';
import { describeDiagnostics, validate } from './validate.ts';

describe('Validation', () => {
  test('of a valid definition finds nothing', () => {
    finds(machineOf({ Type: 'Pass', End: true }), []);
  });

  test('names what a machine must have', () => {
    refuses('{}', 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /');
    refuses('{"StartAt":"S"}', 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /');
  });

  test('wants an object', () => {
    for (const text of ['', ' ', '[]', '"text"', 'null', '7']) finds(text, [NOT_AN_OBJECT]);
  });

  test("explains text that is not JSON in the words of AWS's parser", () => {
    const location = '[Source: (String)"not a definition"; line: 1, column: 4]';
    const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    const message = `Unrecognized token 'not': was expecting ${values}\n at ${location}`;
    const position = { line: 1, column: 4 };
    finds('not a definition', [
      { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message, location, position },
    ]);
  });

  test('marks the field that is wrong', () => {
    marks('{\n  "StartAt": "S",\n  "States": {"S": {"Type": "Succeed",\n    "Next": "S"}}}', 4, 5);
    marks('{"StartAt": "S", "States": {"S": {"Type": "Pss"}}}', 1, 35);
  });

  test('refuses a state, or any field, that is there twice', () => {
    const twice = '{"StartAt":"S","States":{"S":{"Type":"Succeed"},"S":{"Type":"Succeed"}}}';
    refuses(twice, 'DUPLICATE_STATE_NAME: Duplicate State name: S at /States/S');
    const field = '{"StartAt":"S","States":{"S":{"Type":"Succeed","Type":"Fail"}}}';
    refuses(field, "SCHEMA_VALIDATION_FAILED: Duplicate field 'Type' at /States/S");
  });

  test('refuses nesting that no program could walk', () => {
    const nest = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    const pass = (result: string) =>
      `{"StartAt":"S","States":{"S":{"Type":"Pass","Result":${result},"End":true}}}`;
    finds(pass(nest(497)), []);
    refuses(pass(nest(498)), 'TOO_DEEPLY_NESTED: The definition is nested deeper than 500 levels at null');
  });

  test('takes names that every object has', () => {
    finds('{"StartAt":"__proto__","States":{"__proto__":{"Type":"Succeed"}}}', []);
    const field = '{"StartAt":"S","States":{"S":{"Type":"Succeed","__proto__":{}}}}';
    refuses(field, "SCHEMA_VALIDATION_FAILED: Field '__proto__' is not supported at /States/S");
  });

  test('joins errors as CreateStateMachine does, and leaves warnings out', () => {
    const state = { Type: 'Pass', Next: 'C', Result: { 'x.$': '$.y' } };
    const missing = "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/S/Next";
    refuses(machineOf(state), `${missing}, MISSING_END_STATE: Workflow has no terminal state at null`);
  });

  test('never throws, whatever JSON it gets in a state', () => {
    const types = fc.constantFrom('Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map');
    const fields = fc.constantFrom(...FIELDS.split(' '));
    fc.assert(fc.property(types, fc.dictionary(fields, fc.jsonValue()), survives), { numRuns: 300 });
  });
});

const NOT_AN_OBJECT = {
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message: 'Definition must be a valid JSON object',
};

const FIELDS =
  'InputPath Parameters ResultSelector ResultPath OutputPath Retry Catch Choices Branches ItemProcessor Iterator ' +
  'ItemReader ItemBatcher ResultWriter Label Assign Output Arguments Next End Seconds Timestamp Resource Result ' +
  'Credentials MaxConcurrency ErrorPath QueryLanguage Items ItemSelector __proto__';

function finds(definition: string, expected: readonly object[]): void {
  assert.deepEqual(validate(definition, { type: 'STANDARD' }), expected);
}

function refuses(definition: string, description: string): void {
  assert.equal(describeDiagnostics(validate(definition, { type: 'STANDARD' })), description);
}

function marks(definition: string, line: number, column: number): void {
  const [first] = validate(definition, { type: 'STANDARD' });
  assert.deepEqual(first?.position, { line, column });
}

function survives(type: string, fields: object): void {
  validate(JSON.stringify({ StartAt: 'S', States: { S: { ...fields, Type: type } } }), { type: 'EXPRESS' });
}

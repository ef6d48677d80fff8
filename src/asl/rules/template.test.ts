import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineOf, problemsOf } from '../../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { validate } from '../validate.ts';

describe('Templates', () => {
  test('have paths and intrinsic calls under names that end in .$', () => {
    accepts({
      Parameters: { 'a.$': '$.x', b: { 'c.$': "States.Format('{}', $.y)" }, 'd.$': '$$.Execution.Id' },
    });
    accepts({ Parameters: ['abc'] });
  });

  test('have nothing else there', () => {
    for (const value of ['ipsum', '', 'States.Nope($)', ' States.UUID()', 'States.Format(', 22, true]) {
      refuses(
        { Parameters: { 'x.$': value } },
        `The value for the field 'x.$' ${WANTED} at /States/S/Parameters`,
      );
    }
  });

  test('of a Task select from its result, too', () => {
    refuses(
      { ResultSelector: { a: { 'x.$': '' } } },
      `The value for the field 'x.$' ${WANTED} at /States/S/ResultSelector`,
    );
  });

  test('with a path under a plain name are doubtful', () => {
    warns({ a: '$.x', b: ['$$.x', { c: '$' }], d: 'States.UUID()' }, ['/a', '/b[1]/c', '/d']);
    warns({ price: '$5', text: 'States of mind', 'e.$': '$.x' }, []);
  });

  test('of JSONata have no half-open expressions, at any depth', () => {
    const problems = problemsOf(
      { ...TASK, Arguments: { a: ['{% 1 %}', '{% 2'] } },
      { QueryLanguage: 'JSONata' },
    );
    assert.deepEqual(problems, [
      'JSONata string must start with {% and end with %} at /States/S/Arguments/a[1]',
    ]);
  });

  test('of Credentials name a role', () => {
    for (const Credentials of [{}, { roleArn: 'arn:r' }]) {
      refuses({ Credentials }, "The field 'RoleArn' is required but was missing at /States/S/Credentials");
    }
    refuses({ Credentials: 'arn:r' }, 'Expected value of type [OBJECT] at /States/S/Credentials');
    accepts({ Credentials: { 'RoleArn.$': '$.role' } });
  });

  test('of Assign name variables', () => {
    accepts({ Assign: { größe_1: 1, 'x.$': '$.x', _y: 2 } });
    assignRefuses('states', "Cannot assign to reserved variable '$states'.");
    for (const name of ['top-level', '1st', 'a.b', '']) {
      assignRefuses(name, `Invalid variable name '${name}': the variable name contains invalid characters.`);
    }
    const long = 'x'.repeat(81);
    assignRefuses(long, `Invalid variable name '${long}': the variable name exceeds the 80-character limit.`);
  });
});

const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
const WANTED = 'must be a valid JSONPath or a valid intrinsic function call';

function accepts(fields: JsonObject): void {
  assert.deepEqual(problemsOf({ ...TASK, ...fields }), []);
}

function refuses(fields: JsonObject, problem: string): void {
  assert.deepEqual(problemsOf({ ...TASK, ...fields }), [problem]);
}

function assignRefuses(name: string, message: string): void {
  refuses({ Assign: { [name]: 1 } }, `${message} at /States/S/Assign/${name}`);
}

function warns(parameters: Json, places: readonly string[]): void {
  const found = validate(machineOf({ ...TASK, Parameters: parameters }), { type: 'STANDARD' });
  const expected = places.map((place) => ['WARNING', 'NO_DOLLAR', `/States/S/Parameters${place}`]);
  assert.deepEqual(
    found.map(({ severity, code, location }) => [severity, code, location]),
    expected,
  );
}

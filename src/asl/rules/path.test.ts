import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../../base/json.ts';

describe('Path fields', () => {
  test('InputPath and OutputPath take any path, and null', () => {
    for (const path of ['$', '$.a[*].b', '$..a', '$[?(@.x > 1)]', '$$.Execution.Id', '$var.a', null]) {
      accepts({ InputPath: path, OutputPath: path });
    }
  });

  test('InputPath takes nothing else', () => {
    for (const path of ['a', '.a', '$.', '$[', '()'])
      is({ InputPath: path }, 'Value must be a valid JSONPath. at /States/S/InputPath');
    is({ InputPath: 1 }, 'Expected value of type [STRING] at /States/S/InputPath');
  });

  test('ResultPath takes a Reference Path into the input, and null', () => {
    for (const path of ['$', '$.a.b[0]', "$['a b']", null]) accepts({ ResultPath: path });
    for (const path of ['.guid', '$..a', '$.a[*]', '$$.a', '$var.a', '$.', '()'])
      refusesReference('ResultPath', path);
  });

  test('fields that name one value take a Reference Path, also into context and variables', () => {
    for (const path of ['$.a', '$$.a', '$var']) accepts({ TimeoutSecondsPath: path });
    for (const path of ['$.a[*]', 'a', 'States.UUID()']) refusesReference('TimeoutSecondsPath', path);
  });

  test('ErrorPath and CausePath also take an intrinsic function that gives a string', () => {
    assert.deepEqual(
      problemsOf({ Type: 'Fail', ErrorPath: "States.Format('{}', $.a)", CausePath: '$.c' }),
      [],
    );
    for (const text of ['Cause', 'States.MathAdd($.a, 1)', 'States.Format(', 'States.Nope()']) {
      const wanted =
        'Value must be a valid JSONPath or a valid intrinsic function call that returns a string';
      assert.deepEqual(problemsOf({ Type: 'Fail', CausePath: text }), [`${wanted} at /States/S/CausePath`]);
    }
  });

  test('null is no path elsewhere', () => {
    is({ TimeoutSecondsPath: null }, 'Expected value of type [STRING] at /States/S/TimeoutSecondsPath');
  });
});

function problems(fields: JsonObject): string[] {
  return problemsOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields });
}

function accepts(fields: JsonObject): void {
  assert.deepEqual(problems(fields), []);
}

function is(fields: JsonObject, problem: string): void {
  assert.deepEqual(problems(fields), [problem]);
}

function refusesReference(field: string, path: Json): void {
  assert.match(
    problems({ [field]: path }).join(),
    new RegExp(`^Value is not a Reference Path: .* at /States/S/${field}$`),
  );
}

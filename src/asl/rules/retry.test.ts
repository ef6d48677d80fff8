import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../../base/json.ts';

describe('Retry and Catch rules', () => {
  test('name the errors they are for', () => {
    refuses({ Retry: [{}] }, 'These fields are required: [ErrorEquals] at /States/S/Retry[0]');
    refuses({ Retry: [{ ErrorEquals: [] }] }, 'Value cannot be empty at /States/S/Retry[0]/ErrorEquals');
    refuses(
      { Catch: [{ ErrorEquals: [true], Next: 'A' }] },
      'Expected value of type [STRING] at /States/S/Catch[0]/ErrorEquals[0]',
    );
    refuses({ Catch: [{ ErrorEquals: ['E'] }] }, 'These fields are required: [Next] at /States/S/Catch[0]');
  });

  test('have States.ALL alone and last', () => {
    const message = 'States.ALL must appear alone and at end of list at /States/S';
    refuses({ Retry: [{ ErrorEquals: ['E', 'States.ALL'] }] }, `${message}/Retry[0]/ErrorEquals`);
    refuses(
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] },
      `${message}/Retry[0]/ErrorEquals`,
    );
    accepts({ Retry: [{ ErrorEquals: ['E'] }, { ErrorEquals: ['States.ALL'] }] });
  });

  test('have their ranges', () => {
    retrierRefuses('MaxAttempts', -1, 'Minimum value is 0');
    retrierRefuses('MaxAttempts', 99.5, 'Expected value of type Integer');
    retrierRefuses('MaxAttempts', 100_000_000, 'Maximum value is 99999999');
    retrierRefuses('IntervalSeconds', 3.5, 'Expected value of type Integer');
    retrierRefuses('IntervalSeconds', '$seconds', 'Expected value of type Integer');
    retrierRefuses('BackoffRate', 0.3, 'Minimum value is 1');
    retrierRefuses('MaxDelaySeconds', 0, 'Minimum value is 1');
    retrierRefuses('MaxDelaySeconds', 31_622_401, 'Maximum value is 31622400');
    retrierRefuses('JitterStrategy', 'PARTIAL', 'Value should be one of the following: [NONE, FULL]');
  });

  test('may be empty, and may retry at once', () => {
    accepts({ Retry: [], Catch: [] });
    accepts({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 0, BackoffRate: 1.5, Comment: 'c' }] });
  });

  test('of a catcher write where a Reference Path can', () => {
    accepts({ Catch: [{ ErrorEquals: ['E'], Next: 'A', ResultPath: '$.error' }] });
    accepts({ Catch: [{ ErrorEquals: ['E'], Next: 'A', ResultPath: null }] });
    const catcher = { ErrorEquals: ['E'], Next: 'A', ResultPath: '$..error' };
    assert.match(
      problems({ Catch: [catcher] }).join(),
      /^Value is not a Reference Path: .*Catch\[0\]\/ResultPath$/,
    );
  });
});

function problems(fields: JsonObject): string[] {
  return problemsOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields });
}

function accepts(fields: JsonObject): void {
  assert.deepEqual(problems(fields), []);
}

function refuses(fields: JsonObject, problem: string): void {
  assert.deepEqual(problems(fields), [problem]);
}

function retrierRefuses(field: string, value: Json, message: string): void {
  refuses({ Retry: [{ ErrorEquals: ['E'], [field]: value }] }, `${message} at /States/S/Retry[0]/${field}`);
}

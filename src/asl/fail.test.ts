import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Fail fields', () => {
  test('Error and Cause are literal, by path or by intrinsic function', () => {
    says({ Error: 'E', Cause: 'c' }, {}, ['E', 'c']);
    says({ ErrorPath: '$.e', CausePath: '$$.State.Name' }, { e: 'E' }, ['E', 'S']);
    says({ ErrorPath: "States.Format('{}!', $.e)" }, { e: 'E' }, ['E!', undefined]);
  });

  test('a path that leads nowhere fails with the words of AWS', () => {
    const where = "specified for the field 'ErrorPath' could not be found in the input '{\"a\":1}'";
    fails({ ErrorPath: '$.e' }, { a: 1 }, `The JSONPath '$.e' ${where}`);
  });

  test('a path to anything but a string fails', () => {
    fails(
      { ErrorPath: '$.e' },
      { e: 1 },
      'The ErrorPath field refers to value "1" which is not a string: $.e',
    );
  });
});

function says(fields: JsonObject, input: Json, expected: readonly (string | undefined)[]): void {
  const state = stateOf({ Type: 'Fail', ...fields });
  const scope = scopeOf(input, { context: { State: { Name: 'S' } } });
  assert.deepEqual([state.error?.(scope), state.cause?.(scope)], expected);
}

function fails(fields: JsonObject, input: Json, cause: string): void {
  const state = stateOf({ Type: 'Fail', ...fields });
  assert.throws(() => state.error?.(scopeOf(input)), new StateError('States.Runtime', cause));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineOf } from '../../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { describeDiagnostics, validate } from '../validate.ts';

const INVALID = 'INVALID_JSONATA_EXPRESSION';
const UNSUPPORTED = 'UNSUPPORTED_JSONATA_EXPRESSION';

describe('An expression', () => {
  test('that does not parse is refused with the words of JSONata', () => {
    refused({ Output: '{% 1 + %}' }, `${INVALID}: Unexpected end of expression at /States/S/Output`);
  });

  test('may not read what has no context at the top', () => {
    const message = "Reference to 'phone' at the top level is not supported.";
    refused({ Output: { v: '{% phone %}' } }, `${UNSUPPORTED}: ${message} at /States/S/Output/v`);
  });

  test('is found at any depth of a template', () => {
    refused(
      { Output: { a: [1, '{% ( %}'] } },
      `${INVALID}: Unexpected end of expression at /States/S/Output/a[1]`,
    );
  });

  test('that is half open is refused, and plain text with a blank before it is plain text', () => {
    const message = 'JSONata string must start with {% and end with %}';
    refused({ Output: '{% 1' }, `SCHEMA_VALIDATION_FAILED: ${message} at /States/S/Output`);
    accepted(pass({ Output: ' {% ( %} ' }));
  });

  test('may read the input and the context anywhere', () => {
    accepted(pass({ Output: '{% $states.input %}', Assign: { c: '{% $states.context.State.Name %}' } }));
  });
});

describe('$states.result', () => {
  test('is there when the work of a Task is done', () => {
    accepted(task({ Output: '{% $states.result %}', Assign: { r: { x: '{% $states.result %}' } } }));
  });

  test('is not there before it, whatever the members of Arguments are called', () => {
    lacks('result', task({ Arguments: { Output: '{% $states.result %}' } }), '/States/S/Arguments/Output');
  });

  test('is not there in a catcher', () => {
    const Catch = [{ ErrorEquals: ['E'], Next: 'A', Output: '{% $states.result %}' }];
    lacks('result', task({ Catch }), '/States/S/Catch[0]/Output');
  });

  test('is not there in states without work', () => {
    lacks('result', pass({ Output: '{% $states.result %}' }), '/States/S/Output');
  });
});

describe('$states.errorOutput', () => {
  test("is there in a catcher's Output and Assign", () => {
    const error = '{% $states.errorOutput.Error %}';
    accepted(task({ Catch: [{ ErrorEquals: ['E'], Next: 'A', Output: error, Assign: { e: error } }] }));
  });

  test('is not there anywhere else', () => {
    lacks('errorOutput', task({ Output: '{% $states.errorOutput %}' }), '/States/S/Output');
  });
});

test('$states has no other members', () => {
  lacks('inputs', pass({ Output: '{% $states.inputs %}' }), '/States/S/Output');
});

function pass(fields: JsonObject): JsonObject {
  return { Type: 'Pass', QueryLanguage: 'JSONata', ...fields, End: true };
}

function task(fields: JsonObject): JsonObject {
  const Resource = 'arn:aws:states:::lambda:invoke';
  return { Type: 'Task', Resource, QueryLanguage: 'JSONata', ...fields, End: true };
}

function refused(fields: { readonly Output: Json }, expected: string): void {
  assert.equal(problem(pass(fields)), expected);
}

function lacks(name: string, state: JsonObject, location: string): void {
  assert.equal(problem(state), `${UNSUPPORTED}: Field '$states.${name}' does not exist. at ${location}`);
}

function accepted(state: JsonObject): void {
  assert.equal(problem(state), '');
}

function problem(state: JsonObject): string {
  return describeDiagnostics(validate(machineOf(state), { type: 'STANDARD' }));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import { readInvocation } from './invocation.ts';

describe('The parameters of lambda:invoke', () => {
  test('name the function, and have an empty payload by default', () => {
    assert.deepEqual(readInvocation({ FunctionName: 'f' }), {
      ...{ functionName: 'f', payload: '{}', invocationType: 'RequestResponse', withLog: false },
    });
  });
  test('may have null for no payload', () => payloadIs(null, '{}'));
  test('may have JSON in a string for a payload', () => payloadIs('{"a": 1}', '{"a": 1}'));
  test('may have any string for a payload', () => payloadIs('{', '"{"'));
  test('ask for the log', () =>
    assert.equal(readInvocation({ FunctionName: 'f', LogType: 'Tail' }).withLog, true));
  test('must name a function', () => refused({}, /"FunctionName" is required/));
  test('must have no field that is not known', () => refused({ FunctionName: 'f', X: 1 }, /"X" is not/));
  test('must be an object', () => refused([], /must be an object/));
  test('must have a type that there is', () =>
    refused({ FunctionName: 'f', InvocationType: 'Later' }, /one of Event, RequestResponse, DryRun/));
});

function payloadIs(given: Json, payload: string): void {
  assert.equal(readInvocation({ FunctionName: 'f', Payload: given }).payload, payload);
}

function refused(parameters: Json, cause: RegExp): void {
  assert.throws(
    () => readInvocation(parameters),
    (error) => error instanceof StateError && cause.test(error.message),
  );
}

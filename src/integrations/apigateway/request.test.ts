import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import { readRequest } from './request.ts';

const LEAST = { ApiEndpoint: 'a1.execute-api.us-east-1.amazonaws.com', Method: 'POST' };

describe('The parameters of apigateway:invoke', () => {
  test('are read', () => {
    const more = {
      Path: 'pets',
      Stage: 'alpha',
      QueryParameters: { a: ['1', '2'] },
      Headers: { X: ['y'] },
      AuthType: 'IAM_ROLE',
    };
    assert.deepEqual(readRequest({ ...LEAST, ...more, RequestBody: 'hi' }), {
      ...{ endpoint: LEAST.ApiEndpoint, method: 'POST', path: '/pets', stage: 'alpha', authType: 'IAM_ROLE' },
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
      ...{ headers: { X: ['y'], 'Content-Type': ['application/json'] }, body: '"hi"' },
    });
  });

  test('send null only when it is allowed', () => {
    const RequestBody = { a: null, b: [null, { c: null }] };
    assert.equal(readRequest({ ...LEAST, RequestBody }).body, '{"b":[null,{}]}');
    assert.equal(
      readRequest({ ...LEAST, RequestBody, AllowNullValues: true }).body,
      JSON.stringify(RequestBody),
    );
    assert.equal(readRequest({ ...LEAST, RequestBody: null }).body, '');
  });

  test('are refused in AWS’s words', () => {
    const text = '{"Headers":{"X":"y"}}';
    const message = `The Parameters '${JSON.stringify({ ...LEAST, ...JSON.parse(text) })}' could not be used to start the Task: [The value of the field 'Headers' has an invalid format]`;
    refused({ ...LEAST, ...JSON.parse(text) }, message);
  });

  test('are refused when they cannot be sent', () => {
    const wrong: Json[] = [
      [],
      {},
      { Method: 'GET' },
      { ...LEAST, Method: 'FETCH' },
      { ...LEAST, AuthType: 'X' },
      { ...LEAST, Path: 1 },
    ];
    for (const parameters of wrong) refused(parameters);
    for (const name of ['Host', 'authorization', 'X-Amz-Date', 'x-forwarded-for'])
      refused({ ...LEAST, Headers: { [name]: ['x'] } });
  });
});

function refused(parameters: Json, message?: string): void {
  assert.throws(
    () => readRequest(parameters),
    (error) =>
      error instanceof StateError &&
      error.error === 'States.Runtime' &&
      (message === undefined || error.message === message),
  );
}

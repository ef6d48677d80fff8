import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceRequest } from '../../base/http-service.ts';
import { requestedOfApi, requestedOfApiGateway } from './requested-of-apigateway.ts';

describe('What a request asks of API Gateway', () => {
  test('is the method of HTTP on a path', () => {
    assert.deepEqual(requestedOfApiGateway(request({ method: 'PUT', path: '/restapis/a1/resources/b2/' })), [
      { action: 'apigateway:PUT', resource: 'arn:aws:apigateway:eu-west-1::/restapis/a1/resources/b2' },
    ]);
  });

  test('of a deployed API, is to invoke a method of a stage, by path or by host', () => {
    const resource = 'arn:aws:execute-api:eu-west-1:123456789012:a1/alpha/POST/pets/1';
    const requests = [
      request({ path: '/restapis/a1/alpha/_user_request_/pets/1' }),
      request({ path: '/alpha/pets/1', host: 'A1.execute-api.localhost:8083' }),
    ];
    for (const one of requests)
      assert.deepEqual(requestedOfApi(one), [{ action: 'execute-api:Invoke', resource }]);
  });

  test('of no API, is to invoke all of them', () => {
    assert.equal(requestedOfApi(request({ path: '/restapis' }))[0]?.resource, '*');
  });
});

function request({ method = 'POST', path = '/', host = '127.0.0.1' }): ServiceRequest {
  return {
    ...{ method, path, headers: { host }, requestId: 'r', body: Buffer.alloc(0) },
    query: new URLSearchParams(),
    scope: { region: 'eu-west-1', account: '123456789012' },
    signal: new AbortController().signal,
  };
}

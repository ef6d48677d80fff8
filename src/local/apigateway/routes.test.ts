import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest } from '../../../test/apigateway/gateway-under-test.ts';
import { routeOf } from './routes.ts';

describe('A route of the control plane', () => {
  test('holds the names in its path', () => {
    const path = '/restapis/a/resources/b/methods/GET/integration/responses/200/';
    assert.deepEqual(routeOf('PUT', path)?.path, ['a', 'b', 'GET', '200']);
  });

  test('that is not here is named', async () => {
    const gateway = new GatewayUnderTest();
    for (const [method, path] of [
      ['POST', '/apikeys'],
      ['constructor', '/restapis'],
      ['PUT', '/restapis'],
    ] as const) {
      const { status, body } = await gateway.call(method, path);
      assert.deepEqual(
        [status, body.message],
        [501, `The local API Gateway does not have ${method} ${path}.`],
      );
    }
  });

  test('takes a JSON object', async () => {
    const gateway = new GatewayUnderTest();
    assert.equal((await gateway.call('POST', '/restapis', [])).code, 'BadRequestException');
  });

  test('of the account keeps a role', async () => {
    const gateway = new GatewayUnderTest();
    const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value: 'arn:aws:iam::1:role/r' }];
    await gateway.done('PATCH', '/account', { patchOperations });
    assert.equal((await gateway.done('GET', '/account')).cloudwatchRoleArn, 'arn:aws:iam::1:role/r');
  });
});

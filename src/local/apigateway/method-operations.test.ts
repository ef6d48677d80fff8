import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest } from '../../../test/apigateway/gateway-under-test.ts';

describe('Methods of a resource', () => {
  test('are put, shown, changed and deleted', async () => {
    const { gateway, at } = await place();
    const made = await gateway.done('PUT', `${at}/GET`, { authorizationType: 'NONE', apiKeyRequired: false });
    assert.deepEqual(made, {
      httpMethod: 'GET',
      authorizationType: 'NONE',
      apiKeyRequired: false,
      methodResponses: {},
    });
    const patchOperations = [
      { op: 'replace', path: '/authorizationType', value: 'AWS_IAM' },
      { op: 'add', path: '/requestParameters/method.request.querystring.__proto__', value: 'true' },
    ];
    const changed = await gateway.done('PATCH', `${at}/GET`, { patchOperations });
    assert.deepEqual(Object.keys(changed.requestParameters), ['method.request.querystring.__proto__']);
    assert.equal((await gateway.call('DELETE', `${at}/GET`)).status, 204);
    assert.equal(
      (await gateway.call('GET', `${at}/GET`)).body.message,
      'Invalid Method identifier specified',
    );
  });

  test('refuse by name what would let callers in unchecked', async () => {
    const { gateway, at } = await place();
    for (const input of [
      { authorizationType: 'CUSTOM' },
      { authorizationType: 'NONE', apiKeyRequired: true },
    ])
      assert.equal((await gateway.call('PUT', `${at}/GET`, input)).code, 'NotImplemented');
    assert.equal((await gateway.call('PUT', `${at}/FETCH`, { authorizationType: 'NONE' })).status, 400);
    assert.equal((await gateway.call('PUT', `${at}/GET`, { authorizationType: 'ANY' })).status, 400);
  });

  test('have responses, by status', async () => {
    const { gateway, at } = await place();
    await gateway.done('PUT', `${at}/GET`, { authorizationType: 'NONE' });
    const responseParameters = { 'method.response.header.Location': true };
    await gateway.done('PUT', `${at}/GET/responses/302`, { responseParameters });
    assert.equal((await gateway.call('PUT', `${at}/GET/responses/302`, {})).code, 'ConflictException');
    assert.equal((await gateway.call('PUT', `${at}/GET/responses/toString`, {})).code, 'BadRequestException');
    assert.deepEqual(
      (await gateway.done('GET', `${at}/GET/responses/302`)).responseParameters,
      responseParameters,
    );
    assert.equal((await gateway.call('GET', `${at}/GET/responses/200`)).code, 'NotFoundException');
  });
});

async function place() {
  const gateway = new GatewayUnderTest();
  const { id, root } = await gateway.create();
  return { gateway, at: `/restapis/${id}/resources/${root}/methods` };
}

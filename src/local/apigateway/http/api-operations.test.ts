import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest, SCOPE } from '../../../../test/apigateway/gateway-under-test.ts';

const HTTP = { name: 'Orders', protocolType: 'HTTP' };

describe('HTTP APIs', () => {
  test('are made, shown, changed and deleted', async () => {
    const gateway = new GatewayUnderTest();
    const { apiId, apiEndpoint, createdDate } = await gateway.done('POST', '/v2/apis', HTTP);
    assert.equal(apiEndpoint, `https://${apiId}.execute-api.us-east-1.amazonaws.com`);
    assert.ok(Date.parse(createdDate) > 0);
    await gateway.done('PATCH', `/v2/apis/${apiId}`, { name: 'Bills', corsConfiguration: { maxAge: 1 } });
    const [one] = (await gateway.done('GET', '/v2/apis')).items;
    assert.deepEqual([one.name, one.corsConfiguration], ['Bills', { maxAge: 1 }]);
    await gateway.done('DELETE', `/v2/apis/${apiId}/cors`);
    assert.equal((await gateway.done('GET', `/v2/apis/${apiId}`)).corsConfiguration, undefined);
    await gateway.done('DELETE', `/v2/apis/${apiId}`);
    assert.equal((await gateway.call('GET', `/v2/apis/${apiId}`)).code, 'NotFoundException');
  });

  test('are made in one step with a target', async () => {
    const gateway = new GatewayUnderTest();
    const target = 'arn:aws:lambda:us-east-1:123456789012:function:f';
    const { apiId } = await gateway.done('POST', '/v2/apis', { ...HTTP, target });
    const [route] = (await gateway.done('GET', `/v2/apis/${apiId}/routes`)).items;
    const [integration] = (await gateway.done('GET', `/v2/apis/${apiId}/integrations`)).items;
    const [stage] = (await gateway.done('GET', `/v2/apis/${apiId}/stages`)).items;
    assert.deepEqual([route.routeKey, stage.stageName, stage.autoDeploy], ['$default', '$default', true]);
    assert.equal(route.target, `integrations/${integration.integrationId}`);
    assert.equal(integration.payloadFormatVersion, '2.0');
  });

  test('come in pages', async () => {
    const gateway = new GatewayUnderTest();
    for (const name of ['a', 'b']) await gateway.done('POST', '/v2/apis', { ...HTTP, name });
    const { items, nextToken } = await gateway.done('GET', '/v2/apis?maxResults=1');
    assert.deepEqual([items.length, nextToken], [1, '1']);
    const rest = await gateway.done('GET', `/v2/apis?maxResults=1&nextToken=${nextToken}`);
    assert.deepEqual([rest.items[0].name, rest.nextToken], ['b', undefined]);
  });

  test('of others are not there', async () => {
    const gateway = new GatewayUnderTest();
    const { apiId } = await gateway.done('POST', '/v2/apis', HTTP);
    const other = { ...SCOPE, account: '999999999999' };
    assert.equal((await gateway.call('GET', `/v2/apis/${apiId}`, undefined, other)).status, 404);
  });

  test('that are not here are refused by name', async () => {
    for (const [input, message] of [
      [{ ...HTTP, protocolType: 'WEBSOCKET' }, /WebSocket APIs/],
      [{ ...HTTP, protocolType: 'X' }, /Invalid protocol/],
      [{ ...HTTP, disableSchemaValidation: true }, /disableSchemaValidation of HTTP APIs/],
      [{ ...HTTP, corsConfiguration: { allowCredentials: true, allowOrigins: ['*'] } }, /allowCredentials/],
      [{ ...HTTP, routeKey: 'GET /' }, /wants a target/],
    ] as const)
      assert.match((await new GatewayUnderTest().call('POST', '/v2/apis', input)).body.message, message);
    const { code, body } = await new GatewayUnderTest().call('GET', '/v2/domainnames');
    assert.deepEqual([code, /domainnames/.test(body.message)], ['NotImplemented', true]);
  });
});

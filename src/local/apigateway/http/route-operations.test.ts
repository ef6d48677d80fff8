import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest } from '../../../../test/apigateway/gateway-under-test.ts';

describe('Routes of HTTP APIs', () => {
  test('are made once, changed and deleted', async () => {
    const { gateway, at } = await made();
    const { routeId } = await gateway.done('POST', at, { routeKey: 'GET /a' });
    assert.equal((await gateway.call('POST', at, { routeKey: 'GET /a' })).code, 'ConflictException');
    await gateway.done('PATCH', `${at}/${routeId}`, { routeKey: 'GET /b' });
    assert.equal((await gateway.done('GET', `${at}/${routeId}`)).routeKey, 'GET /b');
    await gateway.done('DELETE', `${at}/${routeId}`);
    assert.equal((await gateway.call('GET', `${at}/${routeId}`)).code, 'NotFoundException');
  });

  test('that cannot work, or are not here, are refused', async () => {
    for (const [input, message] of [
      [{ routeKey: 'pets' }, /not formatted properly/],
      [{ routeKey: 'GET /', target: 'x' }, /Invalid target/],
      [{ routeKey: 'GET /', target: 'integrations/none' }, /Unable to find Integration/],
      [{ routeKey: 'GET /', authorizationType: 'JWT' }, /authorization of type JWT/],
      [{ routeKey: 'GET /', authorizerId: 'a' }, /authorizerId of HTTP APIs/],
      [{ routeKey: 'GET /', apiKeyRequired: true }, /API keys are not supported/],
    ] as const) {
      const { gateway, at } = await made();
      assert.match((await gateway.call('POST', at, input)).body.message, message);
    }
  });
});

async function made() {
  const gateway = new GatewayUnderTest();
  const { apiId } = await gateway.done('POST', '/v2/apis', { name: 'a', protocolType: 'HTTP' });
  return { gateway, at: `/v2/apis/${apiId}/routes` };
}

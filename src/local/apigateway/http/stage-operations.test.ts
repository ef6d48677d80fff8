import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest } from '../../../../test/apigateway/gateway-under-test.ts';

describe('Stages of HTTP APIs', () => {
  test('are made once, changed and deleted', async () => {
    const { gateway, api } = await made();
    await gateway.done('POST', `${api}/stages`, { stageName: '$default', autoDeploy: true });
    const again = await gateway.call('POST', `${api}/stages`, { stageName: '$default' });
    assert.equal(again.code, 'ConflictException');
    await gateway.done('PATCH', `${api}/stages/$default`, { stageVariables: { a: 'b' } });
    const { autoDeploy, stageVariables } = await gateway.done('GET', `${api}/stages/$default`);
    assert.deepEqual([autoDeploy, stageVariables], [true, { a: 'b' }]);
    await gateway.done('DELETE', `${api}/stages/$default`);
    assert.deepEqual((await gateway.done('GET', `${api}/stages`)).items, []);
  });

  test('hold the deployment that they serve', async () => {
    const { gateway, api } = await made();
    await gateway.done('POST', `${api}/stages`, { stageName: 'dev' });
    const { deploymentId } = await gateway.done('POST', `${api}/deployments`, { stageName: 'dev' });
    assert.equal((await gateway.done('GET', `${api}/stages/dev`)).deploymentId, deploymentId);
    assert.equal((await gateway.call('DELETE', `${api}/deployments/${deploymentId}`)).status, 409);
    await gateway.done('DELETE', `${api}/stages/dev`);
    await gateway.done('DELETE', `${api}/deployments/${deploymentId}`);
    assert.equal((await gateway.call('GET', `${api}/deployments/${deploymentId}`)).status, 404);
  });

  test('that cannot work, or are not here, are refused', async () => {
    for (const [input, message] of [
      [{ stageName: 'a/b' }, /only allows alphanumeric/],
      [{ stageName: 'a', deploymentId: 'none' }, /Invalid deployment identifier/],
      [{ stageName: 'a', accessLogSettings: {} }, /accessLogSettings of HTTP APIs/],
    ] as const) {
      const { gateway, api } = await made();
      assert.match((await gateway.call('POST', `${api}/stages`, input)).body.message, message);
    }
  });
});

async function made() {
  const gateway = new GatewayUnderTest();
  const { apiId } = await gateway.done('POST', '/v2/apis', { name: 'a', protocolType: 'HTTP' });
  return { gateway, api: `/v2/apis/${apiId}` };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest } from '../../../test/apigateway/gateway-under-test.ts';

const MOCK = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } };

describe('A deployment', () => {
  test('needs a method with an integration', async () => {
    const gateway = new GatewayUnderTest();
    const { id, root } = await gateway.create();
    const deployed = async () => (await gateway.call('POST', `/restapis/${id}/deployments`, {})).body.message;
    assert.equal(await deployed(), "The REST API doesn't contain any methods");
    await gateway.done('PUT', `/restapis/${id}/resources/${root}/methods/GET`, { authorizationType: 'NONE' });
    assert.equal(await deployed(), 'No integration defined for method');
  });

  test('stays as it was when the API changes, until the next', async () => {
    const gateway = new GatewayUnderTest();
    const api = await gateway.create();
    await gateway.add(api, { path: '/a', integration: MOCK });
    const deploy = () => gateway.done('POST', `/restapis/${api.id}/deployments`, { stageName: 'alpha' });
    await deploy();
    await gateway.add(api, { path: '/b', integration: MOCK });
    assert.deepEqual(await statuses(gateway, api.id), [200, 403]);
    await deploy();
    assert.deepEqual(await statuses(gateway, api.id), [200, 200]);
  });

  test('is kept while a stage shows it', async () => {
    const { gateway, at, deployment } = await staged();
    const gone = () => gateway.call('DELETE', `${at}/deployments/${deployment}`);
    assert.equal(
      (await gone()).body.message,
      'Active stages pointing to this deployment must be moved or deleted',
    );
    assert.equal((await gateway.call('DELETE', `${at}/stages/alpha`)).status, 202);
    assert.equal((await gone()).status, 202);
    assert.deepEqual((await gateway.done('GET', `${at}/deployments`)).item, []);
  });
});

describe('A stage', () => {
  test('is made, changed and listed', async () => {
    const { gateway, at, deployment } = await staged();
    await gateway.done('POST', `${at}/stages`, { stageName: '__proto__', deploymentId: deployment });
    const patchOperations = [
      { op: 'replace', path: '/variables/machine', value: 'arn' },
      { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
      { op: 'replace', path: '/description', value: 'the first' },
    ];
    const stage = await gateway.done('PATCH', `${at}/stages/alpha`, { patchOperations });
    assert.deepEqual(
      [stage.variables, stage.methodSettings, stage.description],
      [{ machine: 'arn' }, { '*/*': { loggingLevel: 'INFO' } }, 'the first'],
    );
    const { item } = await gateway.done('GET', `${at}/stages`);
    assert.deepEqual(
      item.map(({ stageName }: { stageName: string }) => stageName),
      ['alpha', '__proto__'],
    );
  });

  test('is refused in AWS’s words', async () => {
    const { gateway, at, deployment } = await staged();
    const asked = async (input: object) => (await gateway.call('POST', `${at}/stages`, input)).body.message;
    assert.equal(await asked({ stageName: 'alpha', deploymentId: deployment }), 'Stage already exists');
    assert.equal(
      await asked({ stageName: 'a/b', deploymentId: deployment }),
      'Stage name only allows a-zA-Z0-9-_',
    );
    assert.equal(
      await asked({ stageName: 'b', deploymentId: 'none' }),
      'Invalid Deployment identifier specified',
    );
    assert.equal(
      (await gateway.call('GET', `${at}/stages/constructor`)).body.message,
      'Invalid stage identifier specified',
    );
  });
});

async function staged() {
  const gateway = new GatewayUnderTest();
  const id = await gateway.deploy({ integration: MOCK });
  const at = `/restapis/${id}`;
  const { deploymentId } = await gateway.done('GET', `${at}/stages/alpha`);
  return { gateway, at, deployment: deploymentId };
}

async function statuses(gateway: GatewayUnderTest, id: string): Promise<number[]> {
  return [(await gateway.send(id, '/a')).status, (await gateway.send(id, '/b')).status];
}

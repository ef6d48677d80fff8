import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest, SCOPE } from '../../../test/apigateway/gateway-under-test.ts';

const MOCK = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } };

describe('REST APIs', () => {
  test('are listed for their account and region', async () => {
    const gateway = new GatewayUnderTest();
    const { id } = await gateway.create();
    const listed = async (scope = SCOPE) =>
      (await gateway.call('GET', '/restapis', undefined, scope)).body.item;
    assert.deepEqual(
      (await listed()).map((one: { id: string }) => one.id),
      [id],
    );
    assert.deepEqual(await listed({ ...SCOPE, region: 'eu-west-1' }), []);
  });

  test('are changed, shown and deleted with all that they have', async () => {
    const gateway = new GatewayUnderTest();
    const id = await gateway.deploy({ integration: MOCK });
    const patchOperations = [{ op: 'replace', path: '/name', value: 'Other' }];
    assert.equal((await gateway.done('PATCH', `/restapis/${id}`, { patchOperations })).name, 'Other');
    assert.equal((await gateway.send(id, '/')).status, 200);
    assert.equal((await gateway.call('DELETE', `/restapis/${id}`)).status, 202);
    const gone = await gateway.call('GET', `/restapis/${id}`);
    assert.deepEqual(
      [gone.status, gone.body.message],
      [404, `Invalid API identifier specified 123456789012:${id}`],
    );
    assert.equal((await gateway.send(id, '/')).status, 403);
  });

  test('take changes that come at once', async () => {
    const gateway = new GatewayUnderTest();
    const { id, root } = await gateway.create();
    const parts = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(
      parts.map((pathPart) => gateway.done('POST', `/restapis/${id}/resources/${root}`, { pathPart })),
    );
    assert.equal((await gateway.done('GET', `/restapis/${id}/resources`)).item.length, 7);
  });
});

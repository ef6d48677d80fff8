import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest, SCOPE } from '../../../test/apigateway/gateway-under-test.ts';

describe('Resources of an API', () => {
  test('are a tree that starts with the root', async () => {
    const { gateway, at, root } = await tree();
    const { item } = await gateway.done('GET', at);
    assert.deepEqual(
      item.map(({ path, parentId }: { path: string; parentId?: string }) => [path, parentId === root]),
      [
        ['/', false],
        ['/pets', true],
        ['/pets/{id}', false],
      ],
    );
  });

  test('are found a page at a time', async () => {
    const { gateway, at } = await tree();
    const { item, position } = await gateway.done('GET', `${at}?limit=2`);
    const rest = await gateway.done('GET', `${at}?limit=2&position=${position}`);
    assert.deepEqual([item.length, rest.item.length, rest.position], [2, 1, undefined]);
  });

  test('take their children along when they are renamed or deleted', async () => {
    const { gateway, at, pets, id } = await tree();
    const patchOperations = [{ op: 'replace', path: '/pathPart', value: 'animals' }];
    await gateway.done('PATCH', `${at}/${pets}`, { patchOperations });
    assert.equal((await gateway.done('GET', `${at}/${id}`)).path, '/animals/{id}');
    assert.equal((await gateway.call('DELETE', `${at}/${pets}`)).status, 202);
    assert.equal(
      (await gateway.call('GET', `${at}/${id}`)).body.message,
      'Invalid Resource identifier specified',
    );
  });

  test('are refused in AWS’s words', async () => {
    const { gateway, at, root, pets } = await tree();
    const asked = async (parent: string, pathPart: string) =>
      (await gateway.call('POST', `${at}/${parent}`, { pathPart })).code;
    assert.equal(await asked(root, 'pets'), 'ConflictException');
    for (const part of ['a/b', '{a', '', '..%', '{a}b'])
      assert.equal(await asked(root, part), 'BadRequestException');
    assert.equal(await asked(pets, '{other}'), 'BadRequestException');
    assert.equal(await asked('none00', 'a'), 'NotFoundException');
    assert.equal(await asked('constructor', 'a'), 'NotFoundException');
    assert.equal((await gateway.call('DELETE', `${at}/${root}`)).code, 'BadRequestException');
  });

  test('are nobody else’s', async () => {
    const { gateway, at } = await tree();
    const others = [
      { ...SCOPE, account: '999999999999' },
      { ...SCOPE, region: 'eu-west-1' },
    ];
    for (const scope of others) assert.equal((await gateway.call('GET', at, undefined, scope)).status, 404);
  });
});

async function tree() {
  const gateway = new GatewayUnderTest();
  const { id: api, root } = await gateway.create();
  const at = `/restapis/${api}/resources`;
  const { id: pets } = await gateway.done('POST', `${at}/${root}`, { pathPart: 'pets' });
  const { id } = await gateway.done('POST', `${at}/${pets}`, { pathPart: '{id}' });
  return { gateway, at, root, pets, id };
}

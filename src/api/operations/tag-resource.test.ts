import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('TagResource', () => {
  test('adds to what is there', async () => {
    const states = new States();
    const resourceArn = await states.machine();
    for (const tags of [[{ key: 'a', value: '1' }], [{ key: 'b', value: '2' }], []])
      assert.deepEqual(await states.call('TagResource', { resourceArn, tags }), {});
    const { tags } = await states.call('ListTagsForResource', { resourceArn });
    assert.deepEqual(tags, [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
  });

  test('of more than 50 is refused', async () => {
    const states = new States();
    const resourceArn = await states.activity();
    const tags = Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: '' }));
    await states.refuses('TagResource', { resourceArn, tags }, 'TooManyTags');
  });

  test('of a version, of another account or of what is no ARN is refused', async () => {
    const states = new States();
    const tags = [{ key: 'a', value: '1' }];
    const machine = await states.machine();
    const version = await states.version(machine, 'a');
    const message = `Resource not found: '${version}'`;
    await states.refuses('TagResource', { resourceArn: version, tags }, 'ResourceNotFound', message);
    const other = states.from({ account: '000000000000' });
    await other.refuses('TagResource', { resourceArn: machine, tags }, 'ResourceNotFound');
    await states.refuses('TagResource', { resourceArn: 'nope', tags }, 'InvalidArn');
  });
});

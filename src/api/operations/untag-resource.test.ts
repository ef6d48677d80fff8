import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('UntagResource', () => {
  test('removes what is there', async () => {
    const states = new States();
    const resourceArn = await states.machine();
    await states.call('TagResource', { resourceArn, tags: [{ key: 'a' }, { key: 'b' }] });
    assert.deepEqual(await states.call('UntagResource', { resourceArn, tagKeys: ['a', 'c', 'a'] }), {});
    const { tags } = await states.call('ListTagsForResource', { resourceArn });
    assert.deepEqual(tags, [{ key: 'b', value: '' }]);
  });

  test('of what does not exist is refused', async () => {
    const states = new States();
    const resourceArn = `${await states.machine()}2`;
    await states.refuses('UntagResource', { resourceArn, tagKeys: [] }, 'ResourceNotFound');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('ListTagsForResource', () => {
  test('of a resource without tags is empty', async () => {
    const states = new States();
    for (const resourceArn of [await states.machine(), await states.activity()])
      assert.deepEqual(await states.call('ListTagsForResource', { resourceArn }), { tags: [] });
  });

  test('of what does not exist, or takes no tags, is refused', async () => {
    const states = new States();
    const execution = await states.execution();
    for (const resourceArn of [execution, `${await states.activity()}2`])
      await states.refuses('ListTagsForResource', { resourceArn }, 'ResourceNotFound');
  });
});

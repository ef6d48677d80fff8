import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('ListActivities', () => {
  test('lists in creation order, page by page', async () => {
    const states = new States();
    const arns = [await states.activity('b'), await states.activity('a')];
    const first = await states.call('ListActivities', { maxResults: 1 });
    const last = await states.call('ListActivities', { nextToken: first.nextToken });
    assert.deepEqual(first.activities, [{ activityArn: arns[0], name: 'b', creationDate: START / 1000 }]);
    assert.deepEqual(last, { activities: [{ activityArn: arns[1], name: 'a', creationDate: START / 1000 }] });
  });
});

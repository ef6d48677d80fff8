import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('DeleteActivity', () => {
  test('succeeds as often as it is called', async () => {
    const states = new States();
    const activityArn = await states.activity();
    assert.deepEqual(await states.call('DeleteActivity', { activityArn }), {});
    assert.deepEqual(await states.call('DeleteActivity', { activityArn }), {});
    await states.refuses('DescribeActivity', { activityArn }, 'ActivityDoesNotExist');
  });
  test('does not reach into another account', async () => {
    const states = new States();
    const activityArn = await states.activity();
    await states.from({ account: '000000000000' }).call('DeleteActivity', { activityArn });
    await states.call('DescribeActivity', { activityArn });
  });
  test('refuses what is no ARN', () =>
    new States().refuses('DeleteActivity', { activityArn: 'x' }, 'InvalidArn'));
});

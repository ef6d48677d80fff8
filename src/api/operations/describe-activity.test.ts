import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('DescribeActivity', () => {
  test('shows the encryption that AWS shows', async () => {
    const states = new States();
    const activityArn = await states.activity();
    const expected = {
      activityArn,
      name: 'a',
      creationDate: START / 1000,
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    };
    assert.deepEqual(await states.call('DescribeActivity', { activityArn }), expected);
  });
  test('refuses what is no ARN', () => {
    return new States().refuses(
      'DescribeActivity',
      { activityArn: 'x' },
      'InvalidArn',
      "Invalid Arn: 'Invalid ARN prefix: x'",
    );
  });
  test('does not find what is not there, or in another account', async () => {
    const states = new States();
    const activityArn = await states.activity();
    const message = `Activity Does Not Exist: '${activityArn}'`;
    const other = states.from({ account: '000000000000' });
    await states.refuses('DescribeActivity', { activityArn: `${activityArn}x` }, 'ActivityDoesNotExist');
    await other.refuses('DescribeActivity', { activityArn }, 'ActivityDoesNotExist', message);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('DeleteStateMachineVersion', () => {
  test('deletes the version, or what never was one', async () => {
    const states = new States();
    const stateMachineVersionArn = await states.version(await states.machine(), 'a');
    for (const _ of ['first', 'again']) {
      assert.deepEqual(await states.call('DeleteStateMachineVersion', { stateMachineVersionArn }), {});
    }
    const input = { stateMachineArn: stateMachineVersionArn };
    await states.refuses('DescribeStateMachine', input, 'StateMachineDoesNotExist');
  });

  test('that an alias routes to is a conflict', async () => {
    const states = new States();
    const stateMachineVersionArn = await states.version(await states.machine(), 'a');
    await states.alias('live', stateMachineVersionArn);
    const message = /Current list of aliases referencing this version: \[live\]$/;
    await states.refuses(
      'DeleteStateMachineVersion',
      { stateMachineVersionArn },
      'ConflictException',
      message,
    );
  });

  test('refuses the ARN of a machine or an alias', async () => {
    const states = new States();
    const arn = await states.machine();
    for (const stateMachineVersionArn of [arn, `${arn}:live`])
      await states.refuses('DeleteStateMachineVersion', { stateMachineVersionArn }, 'InvalidArn');
  });
});

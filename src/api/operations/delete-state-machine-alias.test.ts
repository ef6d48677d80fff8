import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('DeleteStateMachineAlias', () => {
  test('deletes the alias, or what never was one', async () => {
    const states = new States();
    const stateMachineAliasArn = await states.alias(
      'live',
      await states.version(await states.machine(), 'a'),
    );
    for (const _ of ['first', 'again'])
      assert.deepEqual(await states.call('DeleteStateMachineAlias', { stateMachineAliasArn }), {});
    await states.refuses('DescribeStateMachineAlias', { stateMachineAliasArn }, 'ResourceNotFound');
  });

  test('does not reach into another account', async () => {
    const states = new States();
    const stateMachineAliasArn = await states.alias(
      'live',
      await states.version(await states.machine(), 'a'),
    );
    await states.from({ account: '000000000000' }).call('DeleteStateMachineAlias', { stateMachineAliasArn });
    await states.call('DescribeStateMachineAlias', { stateMachineAliasArn });
  });
});

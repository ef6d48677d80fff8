import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('DescribeStateMachineAlias', () => {
  test('shows its routes and dates', async () => {
    const states = new States();
    const version = await states.version(await states.machine(), 'a');
    const stateMachineAliasArn = await states.alias('live', version);
    assert.deepEqual(await states.call('DescribeStateMachineAlias', { stateMachineAliasArn }), {
      ...{ stateMachineAliasArn, name: 'live' },
      routingConfiguration: [{ stateMachineVersionArn: version, weight: 100 }],
      ...{ creationDate: START / 1000, updateDate: START / 1000 },
    });
  });

  test('of what does not exist, or is none, is refused', async () => {
    const states = new States();
    const arn = await states.machine();
    const refused = (stateMachineAliasArn: string, code: string) =>
      states.refuses('DescribeStateMachineAlias', { stateMachineAliasArn }, code);
    await refused(`${arn}:live`, 'ResourceNotFound');
    await refused(`${arn}2:live`, 'ResourceNotFound');
    await refused(arn, 'InvalidArn');
    await refused(`${arn}:1`, 'InvalidArn');
  });
});

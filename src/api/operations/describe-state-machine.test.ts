import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, ROLE, START, States } from '../../../test/api/states.ts';

describe('DescribeStateMachine', () => {
  test('answers with everything, defaults filled in', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    assert.deepEqual(await states.call('DescribeStateMachine', { stateMachineArn }), {
      stateMachineArn,
      name: 'm',
      status: 'ACTIVE',
      definition: DEFINITION,
      roleArn: ROLE,
      type: 'STANDARD',
      creationDate: START / 1000,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
  });
  test('shows the log destination that was given', async () => {
    const states = new States();
    const destinations = [
      { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:there:*' } },
    ];
    const loggingConfiguration = { level: 'ALL', includeExecutionData: true, destinations };
    const input = { name: 'l', definition: DEFINITION, roleArn: ROLE, loggingConfiguration };
    const { stateMachineArn } = await states.call('CreateStateMachine', input);
    const described = await states.call('DescribeStateMachine', { stateMachineArn });
    assert.deepEqual(described.loggingConfiguration, loggingConfiguration);
  });
  test('hides the definition when only metadata is wanted', async () => {
    const states = new States();
    const input = { stateMachineArn: await states.machine(), includedData: 'METADATA_ONLY' };
    assert.equal((await states.call('DescribeStateMachine', input)).definition, '{}');
  });
  test('tells the variables that each state reads, when any does', async () => {
    const states = new States();
    const described = await states.call('DescribeStateMachine', { stateMachineArn: await reader(states) });
    assert.deepEqual(described.variableReferences, { S: ['a', 'b'] });
  });
  test('tells no variables when only metadata is wanted', async () => {
    const states = new States();
    const input = { stateMachineArn: await reader(states), includedData: 'METADATA_ONLY' };
    assert.equal((await states.call('DescribeStateMachine', input)).variableReferences, undefined);
  });
  test('does not find another account, another region or another name', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    const message = `State Machine Does Not Exist: '${stateMachineArn}'`;
    for (const other of [states.from({ account: '000000000000' }), states.from({ region: 'eu-west-1' })]) {
      await other.refuses('DescribeStateMachine', { stateMachineArn }, 'StateMachineDoesNotExist', message);
    }
    await states.refuses(
      'DescribeStateMachine',
      { stateMachineArn: `${stateMachineArn}x` },
      'StateMachineDoesNotExist',
    );
  });
  test('refuses what is no ARN of a machine', async () => {
    const states = new States();
    await states.refuses(
      'DescribeStateMachine',
      { stateMachineArn: 'x' },
      'InvalidArn',
      "Invalid Arn: 'Invalid ARN prefix: x'",
    );
    const activity = { stateMachineArn: await states.activity() };
    const message = "Invalid Arn: 'Resource type not valid in this context: activity'";
    await states.refuses('DescribeStateMachine', activity, 'InvalidArn', message);
  });

  test('of a distributed Map is its processor, under its label', async () => {
    const states = new States();
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const ItemProcessor = { ProcessorConfig, StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    const state = { Type: 'Map', Label: 'L', ItemProcessor, End: true };
    const definition = JSON.stringify({ StartAt: 'M', States: { M: state } });
    const { stateMachineArn } = await states.call('CreateStateMachine', {
      ...{ name: 'mapping', definition, roleArn: ROLE },
    });
    const shown = await states.call('DescribeStateMachine', { stateMachineArn: `${stateMachineArn}/L` });
    assert.deepEqual(
      [shown.stateMachineArn, shown.name, shown.label, shown.definition],
      [`${stateMachineArn}/L`, 'mapping', 'L', JSON.stringify(ItemProcessor)],
    );
    const unknown = { stateMachineArn: `${stateMachineArn}/K` };
    await states.refuses('DescribeStateMachine', unknown, 'StateMachineDoesNotExist');
  });
});

/** @returns the ARN of a machine whose state S reads $a and $b. */
async function reader(states: States): Promise<string> {
  const S = { Type: 'Pass', Parameters: { 'b.$': '$b', 'a.$': '$a.x' }, End: true };
  const definition = JSON.stringify({ StartAt: 'S', States: { S } });
  const { stateMachineArn } = await states.call('CreateStateMachine', {
    name: 'r',
    definition,
    roleArn: ROLE,
  });
  return String(stateMachineArn);
}

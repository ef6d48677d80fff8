import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, ROLE, START, States, uuidOf } from '../../../test/api/states.ts';

describe('DescribeStateMachineForExecution', () => {
  test('shows what the execution runs, also after an update and a delete', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const stateMachineArn = await states.machine();
    await states.call('UpdateStateMachine', { stateMachineArn, definition: `${DEFINITION} ` });
    await states.call('DeleteStateMachine', { stateMachineArn });
    assert.deepEqual(await states.call('DescribeStateMachineForExecution', { executionArn }), {
      stateMachineArn,
      name: 'm',
      definition: DEFINITION,
      roleArn: ROLE,
      updateDate: START / 1000,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
  });
  test('names the revision', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    await states.call('UpdateStateMachine', { stateMachineArn, roleArn: `${ROLE}2` });
    const executionArn = await states.execution();
    const shown = await states.call('DescribeStateMachineForExecution', {
      executionArn,
      includedData: 'METADATA_ONLY',
    });
    assert.deepEqual([shown.revisionId, shown.roleArn, shown.definition], [uuidOf(1), `${ROLE}2`, '{}']);
  });
  test('does not find what is not there, or in another account', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const other = states.from({ account: '000000000000' });
    await states.refuses(
      'DescribeStateMachineForExecution',
      { executionArn: `${executionArn}x` },
      'ExecutionDoesNotExist',
    );
    await other.refuses('DescribeStateMachineForExecution', { executionArn }, 'ExecutionDoesNotExist');
  });
});

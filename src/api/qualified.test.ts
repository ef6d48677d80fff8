import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../test/api/states.ts';

describe('the ARN of a version', () => {
  test('shows that revision, with the date and the description of the version', async () => {
    const states = new States();
    const machine = await states.machine();
    states.wait(1000);
    await states.call('PublishStateMachineVersion', { stateMachineArn: machine, description: 'd' });
    const { creationDate } = await states.call('DescribeStateMachine', { stateMachineArn: machine });
    await states.version(machine, 'new');
    const old = await states.call('DescribeStateMachine', { stateMachineArn: `${machine}:1` });
    assert.deepEqual(
      [old.stateMachineArn, old.description, old.revisionId],
      [`${machine}:1`, 'd', undefined],
    );
    assert.equal(old.creationDate, Number(creationDate) + 1);
    assert.doesNotMatch(String(old.definition), /new/);
    const latest = await states.call('DescribeStateMachine', { stateMachineArn: `${machine}:2` });
    assert.match(String(latest.definition), /"Comment":"new"/);
  });

  test('starts that revision, whatever the current one is', async () => {
    const states = new States();
    const machine = await states.machine();
    const version = await states.version(machine, 'a');
    await states.version(machine, 'b');
    const { executionArn } = await states.call('StartExecution', { stateMachineArn: version });
    const shown = await states.call('DescribeExecution', { executionArn });
    assert.equal(shown.stateMachineArn, machine);
    assert.equal(shown.stateMachineVersionArn, version);
    assert.equal(shown.stateMachineAliasArn, undefined);
    const { definition } = await states.call('DescribeStateMachineForExecution', { executionArn });
    assert.match(String(definition), /"Comment":"a"/);
  });

  test('of a version that does not exist is refused everywhere', () => isRefused(':9'));
});

describe('the ARN of an alias', () => {
  test('starts one of its versions, and shows both', async () => {
    const states = new States();
    const machine = await states.machine();
    const version = await states.version(machine, 'a');
    const alias = await states.alias('live', version);
    const { executionArn } = await states.call('StartExecution', { stateMachineArn: alias });
    const shown = await states.call('DescribeExecution', { executionArn });
    assert.deepEqual([shown.stateMachineVersionArn, shown.stateMachineAliasArn], [version, alias]);
  });

  test('describes no state machine', async () => {
    const states = new States();
    const alias = await states.alias('live', await states.version(await states.machine(), 'a'));
    const input = { stateMachineArn: alias };
    await states.refuses('DescribeStateMachine', input, 'StateMachineDoesNotExist');
  });

  test('of an alias that does not exist is refused everywhere', () => isRefused(':live'));
});

async function isRefused(qualifier: string): Promise<void> {
  const states = new States();
  const stateMachineArn = `${await states.machine()}${qualifier}`;
  const message = `State Machine Does Not Exist: '${stateMachineArn}'`;
  for (const operation of [
    'DescribeStateMachine',
    'StartExecution',
    'ListExecutions',
    'UpdateStateMachine',
  ]) {
    const input = { stateMachineArn, ...(operation.startsWith('U') ? { definition: '{}' } : {}) };
    await states.refuses(operation, input, 'StateMachineDoesNotExist', message);
  }
}

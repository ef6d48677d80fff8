import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ROLE, States } from '../../../test/api/states.ts';
import { Unavailable } from '../../base/unavailable.ts';

describe('DeleteStateMachine', () => {
  test('removes the name at once', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    assert.deepEqual(await states.call('DeleteStateMachine', { stateMachineArn }), {});
    await states.refuses('StartExecution', { stateMachineArn }, 'StateMachineDoesNotExist');
  });
  test('aborts what is running, and leaves what has ended', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    for (let i = 0; i < 250; i++) await states.call('StartExecution', { stateMachineArn, name: `e${i}` });
    states.engine.finish(stateMachineArn.replace('stateMachine', 'execution').concat(':e7'), 'SUCCEEDED');
    await states.call('DeleteStateMachine', { stateMachineArn });
    const statuses = [...states.engine.runs.values()].map(({ header }) => header.status);
    assert.deepEqual([statuses.filter((s) => s === 'ABORTED').length, statuses[7]], [249, 'SUCCEEDED']);
  });
  test('aborts what started while it was under way', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    const list = states.engine.list.bind(states.engine);
    let lists = 0;
    states.engine.list = async (query) => {
      const found = await list(query);
      // Past the mark when it was set.
      if (lists++ === 0) await states.engine.start({ machine: query.machine, input: '{}' });
      return found;
    };
    await states.call('DeleteStateMachine', { stateMachineArn });
    assert.deepEqual(
      [...states.engine.runs.values()].map(({ header }) => header.status),
      ['ABORTED'],
    );
  });
  test('takes no executions and no changes while it is under way, and says so', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    states.engine.list = () => Promise.reject(new Unavailable('disk full'));
    await states.send('DeleteStateMachine', JSON.stringify({ stateMachineArn }));
    assert.equal((await states.call('DescribeStateMachine', { stateMachineArn })).status, 'DELETING');
    const message = `State Machine is being deleted: '${stateMachineArn}'`;
    await states.refuses('StartExecution', { stateMachineArn }, 'StateMachineDeleting', message);
    await states.refuses('UpdateStateMachine', { stateMachineArn, roleArn: ROLE }, 'StateMachineDeleting');
    await states.refuses('PublishStateMachineVersion', { stateMachineArn }, 'StateMachineDeleting');
  });
  test('of a version or an alias is refused', async () => {
    const states = new States();
    const stateMachineArn = `${await states.machine()}:1`;
    await states.refuses('DeleteStateMachine', { stateMachineArn }, 'ValidationException');
  });
  test('that fails can be repeated', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    await states.call('StartExecution', { stateMachineArn });
    const stop = states.engine.stop.bind(states.engine);
    states.engine.stop = () => Promise.reject(new Unavailable('disk full'));
    assert.equal((await states.send('DeleteStateMachine', JSON.stringify({ stateMachineArn }))).status, 503);
    states.engine.stop = stop;
    await states.call('DeleteStateMachine', { stateMachineArn });
    assert.deepEqual(
      [...states.engine.runs.values()].map(({ header }) => header.status),
      ['ABORTED'],
    );
  });
  test('of what does not exist succeeds', async () => {
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:never';
    assert.deepEqual(await new States().call('DeleteStateMachine', { stateMachineArn }), {});
  });
  test('does not reach into another account', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    await states.from({ account: '000000000000' }).call('DeleteStateMachine', { stateMachineArn });
    await states.call('DescribeStateMachine', { stateMachineArn });
  });
  test('of a labelled ARN is refused', async () => {
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:m/label';
    await new States().refuses('DeleteStateMachine', { stateMachineArn }, 'ValidationException');
  });
});

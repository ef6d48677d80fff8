import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

describe('GetActivityTask', () => {
  test('hands out a task with its input as it was written', async () => {
    const states = new States();
    const activityArn = await states.activity();
    states.engine.tasks.push({ taskToken: 't', input: '{"a": 1.10}' });
    const task = await states.call('GetActivityTask', { activityArn, workerName: 'w' });
    assert.deepEqual(task, { taskToken: 't', input: '{"a": 1.10}' });
    const [{ arn, poll } = {}] = states.engine.polls;
    assert.deepEqual([arn, poll?.workerName, poll?.waitMs], [activityArn, 'w', 60_000]);
  });
  test('answers with nothing when there was nothing', async () => {
    const states = new States();
    assert.deepEqual(await states.call('GetActivityTask', { activityArn: await states.activity() }), {});
  });
  test('does not find a deleted activity', async () => {
    const states = new States();
    const activityArn = await states.activity();
    await states.call('DeleteActivity', { activityArn });
    const message = `Activity Does Not Exist: '${activityArn}'`;
    await states.refuses('GetActivityTask', { activityArn }, 'ActivityDoesNotExist', message);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('StopExecution', () => {
  test('answers when it was stopped, and says why', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const stopped = await states.call('StopExecution', { executionArn, error: 'E', cause: 'c' });
    assert.deepEqual(stopped, { stopDate: START / 1000 });
    const { status, error, cause } = await states.call('DescribeExecution', { executionArn });
    assert.deepEqual([status, error, cause], ['ABORTED', 'E', 'c']);
  });
  test('without a reason gives none', async () => {
    const states = new States();
    const executionArn = await states.execution();
    await states.call('StopExecution', { executionArn, error: null });
    assert.equal('error' in (await states.call('DescribeExecution', { executionArn })), false);
  });
  test('of one that has ended answers when it ended', async () => {
    const states = new States();
    const executionArn = await states.execution();
    states.engine.finish(executionArn, 'SUCCEEDED');
    states.wait(1000);
    assert.deepEqual(await states.call('StopExecution', { executionArn }), { stopDate: START / 1000 });
  });
  test('does not find what is not there, or in another region', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const other = states.from({ region: 'eu-west-1' });
    await states.refuses('StopExecution', { executionArn: `${executionArn}x` }, 'ExecutionDoesNotExist');
    await other.refuses('StopExecution', { executionArn }, 'ExecutionDoesNotExist');
  });
  test('refuses an error longer than 256 characters without repeating it', async () => {
    const states = new States();
    const message =
      "1 validation error detected: Value at 'error' failed to satisfy constraint: Member must have length less than or equal to 256";
    const input = { executionArn: await states.execution(), error: 'e'.repeat(257) };
    await states.refuses('StopExecution', input, 'ValidationException', message);
  });
});

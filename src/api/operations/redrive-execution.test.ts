import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('RedriveExecution', () => {
  test('answers when the execution went on, and its description says so', async () => {
    const { states, executionArn } = await failed();
    states.wait(1000);
    const redriveDate = (START + 1000) / 1000;
    assert.deepEqual(await states.call('RedriveExecution', { executionArn, clientToken: 'a' }), {
      redriveDate,
    });
    const shown = await states.call('DescribeExecution', { executionArn });
    assert.deepEqual(
      [shown.status, shown.redriveCount, shown.redriveDate, shown.redriveStatus, 'stopDate' in shown],
      ['RUNNING', 1, redriveDate, 'NOT_REDRIVABLE', false],
    );
  });

  test('is seen in the list of executions', async () => {
    const { states, executionArn } = await failed();
    await states.call('RedriveExecution', { executionArn });
    const list = await states.call('ListExecutions', { stateMachineArn: await states.machine() });
    const shown = { status: 'RUNNING', redriveCount: 1, redriveDate: START / 1000 };
    assert.partialDeepStrictEqual(list, { executions: [shown] });
  });

  test('is refused with the reason that the description gives', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const reason = 'Execution is RUNNING and cannot be redriven';
    await states.refuses('RedriveExecution', { executionArn }, 'ExecutionNotRedrivable', reason);
  });

  test('refuses an Express execution, and what is no execution', async () => {
    const express = { executionArn: 'arn:aws:states:us-east-1:123456789012:express:m:e:1' };
    const message = "Invalid Arn: 'Resource type not valid in this context: express'";
    await new States().refuses('RedriveExecution', express, 'InvalidArn', message);
    await new States().refuses('RedriveExecution', { executionArn: 'x' }, 'InvalidArn');
  });

  test('does not find what is not there, or in another account', async () => {
    const { states, executionArn } = await failed();
    const other = states.from({ account: '000000000000' });
    await states.refuses('RedriveExecution', { executionArn: `${executionArn}x` }, 'ExecutionDoesNotExist');
    await other.refuses('RedriveExecution', { executionArn }, 'ExecutionDoesNotExist');
  });

  test('refuses a token with a space, or over 64 characters', async () => {
    const { states, executionArn } = await failed();
    for (const clientToken of ['a b', 'x'.repeat(65)]) {
      await states.refuses('RedriveExecution', { executionArn, clientToken }, 'ValidationException');
    }
  });
});

async function failed(): Promise<{ states: States; executionArn: string }> {
  const states = new States();
  const executionArn = await states.execution();
  states.engine.finish(executionArn, 'FAILED', { error: 'E' });
  return { states, executionArn };
}

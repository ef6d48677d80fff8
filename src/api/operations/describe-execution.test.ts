import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:execution:m:e';
const RUNNING = {
  executionArn: ARN,
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m',
  name: 'e',
  status: 'RUNNING',
  startDate: START / 1000,
  input: '{"a": 0.0}',
  inputDetails: { included: true },
  redriveCount: 0,
  redriveStatus: 'NOT_REDRIVABLE',
  redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
};

describe('DescribeExecution', () => {
  test('of a running execution has its input', async () => {
    assert.deepEqual(await described(), RUNNING);
  });
  test('of a success has its output', async () => {
    assert.deepEqual(
      await described((states) => states.engine.finish(ARN, 'SUCCEEDED', { output: '1.10' })),
      {
        ...RUNNING,
        status: 'SUCCEEDED',
        stopDate: START / 1000,
        output: '1.10',
        outputDetails: { included: true },
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      },
    );
  });
  test('of a failure has error and cause, and can be redriven', async () => {
    const { redriveStatusReason: _, ...rest } = RUNNING;
    assert.deepEqual(
      await described((states) => states.engine.finish(ARN, 'FAILED', { error: 'E', cause: 'c' })),
      {
        ...{
          ...rest,
          status: 'FAILED',
          stopDate: START / 1000,
          error: 'E',
          cause: 'c',
          redriveStatus: 'REDRIVABLE',
        },
      },
    );
  });
  test('of an old failure cannot be redriven', async () => {
    const shown = await described((states) => {
      states.engine.finish(ARN, 'FAILED');
      states.engine.redriveProblem = 'Execution redrivable period exceeded';
    });
    const { redriveStatus, redriveStatusReason } = shown;
    assert.deepEqual(
      [redriveStatus, redriveStatusReason],
      ['NOT_REDRIVABLE', 'Execution redrivable period exceeded'],
    );
  });
  test('of an execution that waits for the redrive of its Map Run says so', async () => {
    const { status } = await described((states) => {
      states.engine.finish(ARN, 'FAILED');
      states.engine.pendingRedrives.add(ARN);
    });
    assert.equal(status, 'PENDING_REDRIVE');
  });
  test('hides the data when only metadata is wanted', async () => {
    const ended = (states: States) => states.engine.finish(ARN, 'SUCCEEDED', { output: '1' });
    const shown = await described(ended, { includedData: 'METADATA_ONLY' });
    const { input, output, inputDetails, outputDetails } = shown;
    assert.deepEqual(
      [input, output, inputDetails, outputDetails],
      [undefined, undefined, { included: false }, { included: false }],
    );
  });
  test('refuses what is no execution', async () => {
    const states = new States();
    const message = "Invalid Arn: 'Resource type not valid in this context: express'";
    await states.refuses(
      'DescribeExecution',
      { executionArn: 'x' },
      'InvalidArn',
      "Invalid Arn: 'Invalid ARN prefix: x'",
    );
    const express = { executionArn: 'arn:aws:states:us-east-1:123456789012:express:m:e:1' };
    await states.refuses('DescribeExecution', express, 'InvalidArn', message);
  });
  test('does not find what is not there, or in another account', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const message = `Execution Does Not Exist: '${executionArn}'`;
    const other = states.from({ account: '000000000000' });
    await states.refuses('DescribeExecution', { executionArn: `${executionArn}x` }, 'ExecutionDoesNotExist');
    await other.refuses('DescribeExecution', { executionArn }, 'ExecutionDoesNotExist', message);
  });
});

async function described(change: (states: States) => void = () => undefined, input = {}) {
  const states = new States();
  const executionArn = await states.execution('e', '{"a": 0.0}');
  change(states);
  return states.call('DescribeExecution', { executionArn, ...input });
}

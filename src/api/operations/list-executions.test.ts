import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('ListExecutions', () => {
  test('lists the newest first', async () => {
    const { states, stateMachineArn, arns } = await three();
    states.engine.finish(arns[1] ?? '', 'FAILED');
    assert.deepEqual(await states.call('ListExecutions', { stateMachineArn }), {
      executions: [
        {
          executionArn: arns[2],
          stateMachineArn,
          name: 'e2',
          status: 'RUNNING',
          startDate: START / 1000,
          redriveCount: 0,
        },
        {
          ...{
            executionArn: arns[1],
            stateMachineArn,
            name: 'e1',
            status: 'FAILED',
            startDate: START / 1000,
          },
          ...{ stopDate: START / 1000, redriveCount: 0 },
        },
        {
          executionArn: arns[0],
          stateMachineArn,
          name: 'e0',
          status: 'RUNNING',
          startDate: START / 1000,
          redriveCount: 0,
        },
      ],
    });
  });
  test('filters by status', async () => {
    const { states, stateMachineArn, arns } = await three();
    states.engine.finish(arns[1] ?? '', 'FAILED');
    assert.deepEqual(await names(states, { stateMachineArn, statusFilter: 'FAILED' }), ['e1']);
  });
  test('of a version or an alias lists what it started, under the ARN of the machine', async () => {
    const { states, stateMachineArn } = await three();
    const version = await states.version(stateMachineArn, 'a');
    const alias = await states.alias('live', version);
    await states.call('StartExecution', { stateMachineArn: version, name: 'numbered' });
    await states.call('StartExecution', { stateMachineArn: alias, name: 'live' });
    assert.deepEqual(await names(states, { stateMachineArn: version }), ['live', 'numbered']);
    assert.deepEqual(await names(states, { stateMachineArn: alias }), ['live']);
    assert.equal((await names(states, { stateMachineArn })).length, 5);
    const { executions } = await states.call('ListExecutions', { stateMachineArn: alias });
    const shown = { stateMachineArn, stateMachineVersionArn: version, stateMachineAliasArn: alias };
    assert.partialDeepStrictEqual(executions, [shown]);
  });
  test('of one version refuses the token of another list', async () => {
    const { states, stateMachineArn } = await three();
    const version = await states.version(stateMachineArn, 'a');
    const { nextToken } = await states.call('ListExecutions', { stateMachineArn, maxResults: 2 });
    await states.refuses('ListExecutions', { stateMachineArn: version, nextToken }, 'InvalidToken');
  });
  test('goes page by page, and ends without a token', async () => {
    const { states, stateMachineArn } = await three();
    const { nextToken } = await states.call('ListExecutions', { stateMachineArn, maxResults: 2 });
    const last = await states.call('ListExecutions', { stateMachineArn, maxResults: 1, nextToken });
    assert.deepEqual([JSON.stringify(last).includes('"e0"'), 'nextToken' in last], [true, false]);
    assert.equal(
      'nextToken' in (await states.call('ListExecutions', { stateMachineArn, maxResults: 3 })),
      false,
    );
  });
  test('refuses the token of another filter', async () => {
    const { states, stateMachineArn } = await three();
    const { nextToken } = await states.call('ListExecutions', { stateMachineArn, maxResults: 2 });
    const other = { stateMachineArn, statusFilter: 'FAILED', nextToken };
    await states.refuses('ListExecutions', other, 'InvalidToken');
  });
  test('refuses a status that is none, as recorded', async () => {
    const { states, stateMachineArn } = await three();
    const message =
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]";
    await states.refuses(
      'ListExecutions',
      { stateMachineArn, statusFilter: 'succeeded' },
      'ValidationException',
      message,
    );
  });
  test('wants a machine or a map run, and filters that fit', async () => {
    const { states, stateMachineArn } = await three();
    const mapRunArn = 'arn:aws:states:us-east-1:123456789012:mapRun:m/l:1';
    await states.refuses('ListExecutions', {}, 'ValidationException', /Exactly one/);
    await states.refuses(
      'ListExecutions',
      { stateMachineArn, mapRunArn },
      'ValidationException',
      /Exactly one/,
    );
    await states.refuses(
      'ListExecutions',
      { stateMachineArn, redriveFilter: 'REDRIVEN' },
      'ValidationException',
      /mapRunArn/,
    );
    await states.refuses(
      'ListExecutions',
      { stateMachineArn, statusFilter: 'PENDING_REDRIVE' },
      'ValidationException',
      /mapRunArn/,
    );
    await states.refuses(
      'ListExecutions',
      { mapRunArn },
      'ResourceNotFound',
      `Resource not found: '${mapRunArn}'`,
    );
  });
  test('does not find a machine that is not there', async () => {
    const { states, stateMachineArn } = await three();
    await states.refuses(
      'ListExecutions',
      { stateMachineArn: `${stateMachineArn}x` },
      'StateMachineDoesNotExist',
    );
  });
});

async function three() {
  const states = new States();
  const stateMachineArn = await states.machine();
  const arns: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { executionArn } = await states.call('StartExecution', { stateMachineArn, name: `e${i}` });
    arns.push(String(executionArn));
  }
  return { states, stateMachineArn, arns };
}

async function names(states: States, input: object): Promise<string[]> {
  const page = await states.call('ListExecutions', input);
  return [...JSON.stringify(page).matchAll(/"name":"(\w+)"/g)].map(([, name = '']) => name);
}

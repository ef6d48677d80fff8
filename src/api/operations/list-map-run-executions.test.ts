import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LABELLED, mapRunArn, withMapRuns } from '../../../test/api/map-runs.ts';
import { START } from '../../../test/api/states.ts';

describe('ListExecutions of a Map Run', () => {
  test('lists the newest first, with the number of their items', async () => {
    const executions = await listed({});
    assert.equal(executions.length, 3);
    assert.deepEqual(executions[1], {
      executionArn: 'arn:aws:states:us-east-1:123456789012:execution:m/L:c2',
      ...{ stateMachineArn: LABELLED, name: 'c2', status: 'PENDING_REDRIVE', startDate: START / 1000 },
      ...{ stopDate: START / 1000, mapRunArn: mapRunArn(1), itemCount: 2, redriveCount: 0 },
    });
  });

  test('filters by status, and by redrives', async () => {
    assert.deepEqual(await names({ statusFilter: 'RUNNING' }), ['c3', 'c1']);
    assert.deepEqual(await names({ redriveFilter: 'NOT_REDRIVEN' }), ['c2', 'c1']);
    assert.deepEqual(await names({ redriveFilter: 'REDRIVEN' }), ['c3']);
    assert.deepEqual(await names({ statusFilter: 'PENDING_REDRIVE' }), ['c2']);
  });

  test('lists page by page', async () => {
    const { states } = await withMapRuns(1);
    const first = await states.call('ListExecutions', { mapRunArn: mapRunArn(1), maxResults: 2 });
    const nextToken = String(first.nextToken);
    const second = await states.call('ListExecutions', { mapRunArn: mapRunArn(1), maxResults: 2, nextToken });
    assert.deepEqual([namesOf(first), namesOf(second), second.nextToken], [['c3', 'c2'], ['c1'], undefined]);
  });

  test('does not find what is not there, and takes no machine along with a Map Run', async () => {
    const { states } = await withMapRuns(1);
    await states.refuses('ListExecutions', { mapRunArn: mapRunArn(2) }, 'ResourceNotFound');
    const both = { mapRunArn: mapRunArn(1), stateMachineArn: await states.machine() };
    await states.refuses('ListExecutions', both, 'ValidationException');
  });
});

async function listed(filter: object): Promise<readonly { readonly name: string }[]> {
  const { states } = await withMapRuns(1);
  const { executions } = await states.call('ListExecutions', { mapRunArn: mapRunArn(1), ...filter });
  return JSON.parse(JSON.stringify(executions));
}

async function names(filter: object): Promise<string[]> {
  return (await listed(filter)).map(({ name }) => name);
}

function namesOf({ executions }: { readonly executions?: unknown }): string[] {
  return JSON.parse(JSON.stringify(executions)).map(({ name }: { name: string }) => name);
}

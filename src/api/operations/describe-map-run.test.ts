import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mapRunArn, withMapRuns } from '../../../test/api/map-runs.ts';
import { START } from '../../../test/api/states.ts';

describe('DescribeMapRun', () => {
  test('shows how it stands, with ten counts of both kinds', async () => {
    const { states, executionArn } = await withMapRuns(1);
    const counts = { pending: 1, running: 2, succeeded: 3, failed: 4, timedOut: 5, aborted: 6 };
    const more = { resultsWritten: 0, failuresNotRedrivable: 0, pendingRedrive: 0 };
    assert.deepEqual(await states.call('DescribeMapRun', { mapRunArn: mapRunArn(1) }), {
      ...{ mapRunArn: mapRunArn(1), executionArn, status: 'RUNNING', startDate: START / 1000 },
      ...{ maxConcurrency: 7, toleratedFailureCount: 0, toleratedFailurePercentage: 2.5 },
      itemCounts: { ...counts, total: 21, ...more },
      executionCounts: { ...counts, total: 20, ...more },
    });
  });

  test('refuses what is no Map Run, and does not find what is not there or not the caller’s', async () => {
    const { states, executionArn } = await withMapRuns(1);
    await states.refuses('DescribeMapRun', { mapRunArn: executionArn }, 'InvalidArn');
    const unknown = { mapRunArn: mapRunArn(2) };
    await states.refuses(
      'DescribeMapRun',
      unknown,
      'ResourceNotFound',
      `Resource not found: '${mapRunArn(2)}'`,
    );
    const other = states.from({ account: '000000000000' });
    await other.refuses('DescribeMapRun', { mapRunArn: mapRunArn(1) }, 'ResourceNotFound');
  });
});

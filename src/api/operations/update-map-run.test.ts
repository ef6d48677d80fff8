import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mapRunArn, withMapRuns } from '../../../test/api/map-runs.ts';

describe('UpdateMapRun', () => {
  test('changes what it names, and nothing else', async () => {
    const { states } = await withMapRuns(1);
    const change = { mapRunArn: mapRunArn(1), maxConcurrency: 9, toleratedFailureCount: 3 };
    assert.deepEqual(await states.call('UpdateMapRun', change), {});
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = await states.call(
      'DescribeMapRun',
      { mapRunArn: mapRunArn(1) },
    );
    assert.deepEqual([maxConcurrency, toleratedFailureCount, toleratedFailurePercentage], [9, 3, 2.5]);
  });

  test('of one that has ended is refused, with a reason for programs', async () => {
    const { states } = await withMapRuns(1);
    states.engine.mapRunsMade.push(...states.engine.mapRunsMade.splice(0).map(ended));
    const answer = await states.send(
      'UpdateMapRun',
      JSON.stringify({ mapRunArn: mapRunArn(1), maxConcurrency: 1 }),
    );
    const { __type, reason } = JSON.parse(String(answer.body));
    assert.deepEqual(
      [answer.status, __type, reason],
      [400, 'ValidationException', 'CANNOT_UPDATE_COMPLETED_MAP_RUN'],
    );
  });

  test('refuses numbers that are none, and does not find what is not there', async () => {
    const { states } = await withMapRuns(1);
    const negative = { mapRunArn: mapRunArn(1), maxConcurrency: -1 };
    await states.refuses(
      'UpdateMapRun',
      negative,
      'ValidationException',
      /'maxConcurrency' failed to satisfy/,
    );
    await states.refuses('UpdateMapRun', { mapRunArn: mapRunArn(2), maxConcurrency: 1 }, 'ResourceNotFound');
  });
});

function ended<Run extends object>(run: Run): Run & { readonly status: 'SUCCEEDED' } {
  return { ...run, status: 'SUCCEEDED' };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LABELLED, mapRunArn, withMapRuns } from '../../../test/api/map-runs.ts';
import { START } from '../../../test/api/states.ts';

describe('ListMapRuns', () => {
  test('lists the newest first, under the labelled ARN of their machine', async () => {
    const { states, executionArn } = await withMapRuns(2);
    const shown = (n: number) => ({
      ...{ executionArn, mapRunArn: mapRunArn(n), stateMachineArn: LABELLED, startDate: START / 1000 },
    });
    assert.deepEqual(await states.call('ListMapRuns', { executionArn }), { mapRuns: [shown(2), shown(1)] });
  });

  test('lists page by page', async () => {
    const { states, executionArn } = await withMapRuns(3);
    const seen: string[] = [];
    for (let token: unknown; seen.length < 3; ) {
      const page = { executionArn, maxResults: 2, ...(token === undefined ? {} : { nextToken: token }) };
      const { mapRuns, nextToken } = await states.call('ListMapRuns', page);
      seen.push(...JSON.parse(JSON.stringify(mapRuns)).map((run: { mapRunArn: string }) => run.mapRunArn));
      token = nextToken;
    }
    assert.deepEqual(seen, [3, 2, 1].map(mapRunArn));
  });

  test('of an execution that is not there, or not the caller’s, is refused', async () => {
    const { states, executionArn } = await withMapRuns(1);
    const unknown = { executionArn: `${executionArn}x` };
    await states.refuses('ListMapRuns', unknown, 'ExecutionDoesNotExist');
    const other = states.from({ account: '000000000000' });
    await other.refuses('ListMapRuns', { executionArn }, 'ExecutionDoesNotExist');
  });
});

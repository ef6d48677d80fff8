import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('GetExecutionHistory', () => {
  test('shows events with dates in seconds', async () => {
    const { states, executionArn } = await history(1);
    const event = { timestamp: START / 1000, type: 'Event', id: 1, previousEventId: 0, data: 1 };
    assert.deepEqual(await states.call('GetExecutionHistory', { executionArn }), { events: [event] });
  });
  test('goes page by page', async () =>
    assert.deepEqual(await pages(5, { maxResults: 2 }), [[1, 2], [3, 4], [5]]));
  test('goes backwards', async () => {
    assert.deepEqual(await pages(5, { maxResults: 2, reverseOrder: true }), [[5, 4], [3, 2], [1]]);
  });
  test('shows 100 events when nothing or 0 is said', async () => {
    assert.deepEqual(
      (await pages(101, {})).map((page) => page.length),
      [100, 1],
    );
    assert.deepEqual(
      (await pages(101, { maxResults: 0 })).map((page) => page.length),
      [100, 1],
    );
  });
  test('leaves the data out on demand', async () => {
    const { states, executionArn } = await history(1);
    const page = await states.call('GetExecutionHistory', { executionArn, includeExecutionData: false });
    assert.equal(JSON.stringify(page).includes('data'), false);
  });
  test('refuses more than 1000 events', async () => {
    const { states, executionArn } = await history(1);
    const message =
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000";
    await states.refuses(
      'GetExecutionHistory',
      { executionArn, maxResults: 1001 },
      'ValidationException',
      message,
    );
  });
  test('refuses the token of another execution', async () => {
    const { states, executionArn } = await history(3);
    const { nextToken } = await states.call('GetExecutionHistory', { executionArn, maxResults: 1 });
    const other = { executionArn: `${executionArn}x`, nextToken };
    await states.refuses('GetExecutionHistory', other, 'InvalidToken');
  });
  test('does not find what is not there, or in another account', async () => {
    const { states, executionArn } = await history(1);
    const other = states.from({ account: '000000000000' });
    await states.refuses(
      'GetExecutionHistory',
      { executionArn: `${executionArn}x` },
      'ExecutionDoesNotExist',
    );
    await other.refuses('GetExecutionHistory', { executionArn }, 'ExecutionDoesNotExist');
  });
});

async function history(length: number) {
  const states = new States();
  const executionArn = await states.execution();
  const run = states.engine.runs.get(executionArn);
  assert.ok(run !== undefined);
  const ids = Array.from({ length }, (_, i) => i + 1);
  run.events = ids.map((id) => ({ timestamp: START, type: 'Event', id, previousEventId: id - 1, data: id }));
  return { states, executionArn };
}

async function pages(length: number, input: object): Promise<number[][]> {
  const { states, executionArn } = await history(length);
  const found: number[][] = [];
  let token = {};
  do {
    const page = await states.call('GetExecutionHistory', { executionArn, ...input, ...token });
    found.push([...JSON.stringify(page).matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id)));
    token = 'nextToken' in page ? { nextToken: page.nextToken } : {};
  } while ('nextToken' in token);
  return found;
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { historyAnswer, scriptedClient } from '../../test/cli/scripted-client.ts';
import { historyPages } from './history-pages.ts';

describe('The pages of a history', () => {
  test('are read to the last', async () => {
    assert.deepEqual(await ids({ count: 5, pageLength: 2, reverseOrder: false }), [[1, 2], [3, 4], [5]]);
  });

  test('may come newest first', async () => {
    assert.deepEqual(await ids({ count: 3, pageLength: 2, reverseOrder: true }), [[3, 2], [1]]);
  });

  test('are one when there is no more', async () => {
    assert.deepEqual(await ids({ count: 0, pageLength: 2, reverseOrder: false }), [[]]);
  });
});

async function ids(query: {
  count: number;
  pageLength: number;
  reverseOrder: boolean;
}): Promise<unknown[][]> {
  const events = Array.from({ length: query.count }, (_, index) => ({ id: index + 1 }));
  const client = scriptedClient((_, input) => historyAnswer(events, input, query.pageLength));
  const pages = await Array.fromAsync(historyPages(client, 'arn', { reverseOrder: query.reverseOrder }));
  return pages.map((page) => page.map((event) => event.id));
}

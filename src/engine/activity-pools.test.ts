import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ActivityPools, type PooledTask } from './activity-pools.ts';

describe('Tasks of an activity', () => {
  test('are taken in the order they were offered', async () => {
    const pools = offered(1, 2, 3);
    assert.deepEqual([await take(pools), await take(pools), await take(pools)], [1, 2, 3]);
  });

  test('go to the callers in the order they came', async () => {
    const pools = new ActivityPools();
    const callers = [take(pools), take(pools)];
    for (const attempt of [1, 2]) pools.offer('a', task(attempt));
    assert.deepEqual(await Promise.all(callers), [1, 2]);
  });

  test('are offered once, however often', async () => {
    const pools = offered(1, 1, 2);
    assert.deepEqual([await take(pools), await take(pools)], [1, 2]);
  });

  test('may be offered again once they were taken', async () => {
    const pools = offered(1);
    await take(pools);
    pools.offer('a', task(1));
    assert.equal(await take(pools), 1);
  });

  test('of one activity are not those of another', async () => {
    const pools = offered(1);
    pools.offer('b', task(2));
    assert.equal(await take(pools, 'b'), 2);
  });

  test('with one number in two executions are two', async () => {
    const pools = offered(7);
    pools.offer('a', { execution: 2, attempt: 7 });
    assert.deepEqual([await take(pools), await take(pools)], [7, 7]);
  });
});

describe('A caller', () => {
  test('that leaves gets nothing, and its place goes to the next', async () => {
    const pools = new ActivityPools();
    const controller = new AbortController();
    const gone = take(pools, 'a', controller.signal);
    const next = take(pools);
    controller.abort();
    pools.offer('a', task(1));
    assert.deepEqual([await gone, await next], [undefined, 1]);
  });

  test('that has left already takes nothing', async () => {
    const pools = offered(1);
    assert.equal(await take(pools, 'a', AbortSignal.abort()), undefined);
    assert.equal(await take(pools), 1);
  });

  test('over a thousand that wait is refused, until one has left', async () => {
    const pools = new ActivityPools();
    const controller = new AbortController();
    const waiting = Array.from({ length: 999 }, () => take(pools));
    const first = take(pools, 'a', controller.signal);
    await assert.rejects(take(pools), { code: 'ActivityWorkerLimitExceeded' });
    controller.abort();
    await first;
    waiting.push(take(pools));
    for (let attempt = 1; attempt <= 1000; attempt++) pools.offer('a', task(attempt));
    assert.equal(new Set(await Promise.all(waiting)).size, 1000);
  });
});

function task(attempt: number): PooledTask {
  return { execution: 1, attempt };
}

function offered(...attempts: readonly number[]): ActivityPools {
  const pools = new ActivityPools();
  for (const attempt of attempts) pools.offer('a', task(attempt));
  return pools;
}

async function take(
  pools: ActivityPools,
  activity = 'a',
  signal = new AbortController().signal,
): Promise<number | undefined> {
  return (await pools.take(activity, signal))?.attempt;
}

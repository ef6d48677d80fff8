import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { NOON } from '../../test/interpreter/machine-run.ts';
import { Histogram, MS_BOUNDS } from '../base/histogram.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Header, Store } from '../store/store.ts';
import { WakeUps } from './wake-ups.ts';

describe('A wake-up', () => {
  test('comes at its moment and not a millisecond before', async () => {
    const world = await opened();
    world.wakeUps.set(1, NOON + 10_000);
    await world.clock.pass(9_999);
    assert.deepEqual(world.woken, []);
    await world.clock.pass(1);
    assert.deepEqual(world.woken, [1]);
  });

  test('comes once', async () => {
    const world = await opened();
    for (let i = 0; i < 3; i++) world.wakeUps.set(1, NOON + 10);
    await world.clock.pass(60_000);
    assert.deepEqual(world.woken, [1]);
  });

  test('that was put off, brought forward or called off comes as was said last', async () => {
    const world = await opened();
    for (const [id, first, last] of [
      [1, 10, 30],
      [2, 30, 20],
      [3, 5, undefined],
    ] as const) {
      world.wakeUps.set(id, NOON + first);
      world.wakeUps.set(id, last === undefined ? undefined : NOON + last);
    }
    await world.clock.pass(25);
    assert.deepEqual(world.woken, [2]);
    await world.clock.pass(100);
    assert.deepEqual(world.woken, [2, 1]);
  });

  test('beyond the window is left to the store, which is read again', async () => {
    const world = await opened();
    world.headers.push(header(1, NOON + 100_000));
    world.wakeUps.set(1, NOON + 100_000);
    await world.clock.pass(90_000);
    await world.wakeUps.refill();
    await world.clock.pass(9_999);
    assert.deepEqual(world.woken, []);
    await world.clock.pass(1);
    assert.deepEqual(world.woken, [1]);
  });

  test('of each of a hundred thousand comes, earliest first', async () => {
    const world = await opened();
    for (let id = 0; id < 100_000; id++) world.wakeUps.set(id, NOON + 1000 + ((id * 7919) % 100));
    await world.clock.pass(1049);
    assert.equal(world.woken.length, 50_000);
    await world.clock.pass(50);
    assert.deepEqual(new Set(world.woken).size, 100_000);
  });

  test('in a window with more than a batch comes when the next one has been read', async () => {
    const world = await opened();
    for (let id = 1; id <= 25_000; id++) world.headers.push(header(id, NOON + 1000));
    await world.wakeUps.refill();
    for (let scans = 0; scans < 3; scans++) {
      await world.clock.pass(5_000);
      world.forgetWoken();
      await world.wakeUps.refill();
    }
    assert.equal(new Set(world.woken).size, 25_000);
  });

  test('set anew while the store was read is not forgotten for what the store said', async () => {
    const world = await opened();
    world.headers.push(header(1, NOON + 10));
    const refill = world.wakeUps.refill();
    world.wakeUps.set(1, NOON + 20_000);
    await refill;
    await world.clock.pass(19_999);
    const early = world.woken.length;
    await world.clock.pass(1);
    assert.equal(world.woken.length, early + 1);
  });

  test('that is long overdue comes at once', async () => {
    const world = await opened();
    world.wakeUps.set(1, NOON - 3_600_000);
    await world.clock.pass(0);
    assert.deepEqual(world.woken, [1]);
  });

  test('does not come when the clock went back before it', async () => {
    const world = await opened();
    world.wakeUps.set(1, NOON + 10_000);
    world.clock.jump(-60_000);
    await world.clock.pass(69_999);
    assert.deepEqual(world.woken, []);
    await world.clock.pass(1);
    assert.deepEqual(world.woken, [1]);
  });

  test('does not come once it is closed', async () => {
    const world = await opened();
    world.wakeUps.set(1, NOON + 10);
    world.wakeUps.close();
    world.wakeUps.set(2, NOON + 5);
    await world.clock.pass(60_000);
    assert.deepEqual([world.woken, world.clock.size], [[], 0]);
  });
});

async function opened() {
  const clock = new FakeClock();
  const woken: number[] = [];
  let headers: Header[] = [];
  const store: Store = Object.assign(createMemoryStore(), {
    due: async (until: number, limit: number) =>
      headers.filter(({ wakeAt = 0 }) => wakeAt <= until).slice(0, limit),
  });
  const wakeUps = new WakeUps({
    store,
    clock,
    lateness: new Histogram(MS_BOUNDS),
    wake: (id) => woken.push(id),
  });
  await wakeUps.refill();
  const forgetWoken = () => {
    const over = new Set(woken);
    const left = headers.filter(({ id }) => !over.has(id));
    headers.length = 0;
    for (const one of left) headers.push(one);
  };
  headers = [];
  return { clock, woken, headers, wakeUps, forgetWoken };
}

function header(id: number, wakeAt: number): Header {
  const fixed = { machine: 1, revision: 1, name: `e${id}`, status: 'RUNNING', startedAt: 0 } as const;
  return { ...fixed, id, wakeAt, attention: 0, version: 1 };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plainId, secretBytes, systemClock, systemEntropy, systemVitals } from './system.ts';

describe("The machine's clock", () => {
  test('tells whole milliseconds of now', () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(Number.isInteger(now) && now >= before && now <= Date.now());
  });

  test('calls back once the time has passed, and not before', async () => {
    const started = performance.now();
    await new Promise<void>((resolve) => systemClock.after(20, resolve));
    // The platform's timers count in whole milliseconds.
    assert.ok(performance.now() - started >= 19);
  });

  test('does not call back when it was called off, also when that comes twice', async () => {
    const cancel = systemClock.after(5, () => assert.fail('called back'));
    cancel();
    cancel();
    await new Promise<void>((resolve) => systemClock.after(15, resolve));
  });

  test('never sleeps so long that the platform would wake at once', async () => {
    const cancel = systemClock.after(2 ** 40, () => assert.fail('called back'));
    await new Promise<void>((resolve) => systemClock.after(15, resolve));
    cancel();
  });
});

describe("The machine's chance", () => {
  test('gives secrets of any length, and never the same', () => {
    assert.deepEqual([secretBytes(32).length, secretBytes(1000).length], [32, 1000]);
    assert.notDeepEqual(secretBytes(32), secretBytes(32));
  });

  test('gives plain ids that differ and are UUIDs of version 4, too', () => {
    const ids = Array.from({ length: 1000 }, plainId);
    for (const id of ids) assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('is from 0 to 1, and differs', () => {
    const drawn = Array.from({ length: 100 }, () => systemEntropy.random());
    assert.ok(drawn.every((n) => n >= 0 && n < 1));
    assert.ok(new Set(drawn).size > 90);
  });

  test('makes UUIDs of version 4', () => {
    assert.match(
      systemEntropy.uuid(),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.notEqual(systemEntropy.uuid(), systemEntropy.uuid());
  });
});

describe("the process's vitals", () => {
  test('count what the program holds, on the heap and beside it', () => {
    // The first one may collect the garbage of other tests.
    assert.ok(Array.from({ length: 4 }, grown).some((bytes) => bytes > 30_000_000));
  });

  test('call back after what is ready', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      systemVitals.afterThisTurn(() => {
        order.push('after');
        resolve();
      });
      queueMicrotask(() => order.push('ready'));
    });
    assert.deepEqual(order, ['ready', 'after']);
  });
});

function grown(): number {
  const before = systemVitals.memoryBytes();
  const held = [Buffer.alloc(20_000_000), Array.from({ length: 2_000_000 }, (_, index) => index + 0.5)];
  const bytes = systemVitals.memoryBytes() - before;
  assert.equal(held.length, 2);
  return bytes;
}

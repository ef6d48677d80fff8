import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TokenBuckets } from './token-buckets.ts';

const SIZE = { tokens: 3, refillPerSecond: 2 };

describe('A bucket', () => {
  test('gives what is in it and no more', () => taken([0, 0, 0, 0, 0], [true, true, true, false, false]));
  test('is refilled by the second', () =>
    taken([0, 0, 0, 0, 499, 500, 501], [true, true, true, false, false, true, false]));
  test('never holds more than its size', () =>
    taken([0, 9e9, 9e9, 9e9, 9e9], [true, true, true, true, false]));
  test('asked for in vain loses nothing', () =>
    taken([0, 0, 0, 250, 250, 500], [true, true, true, false, false, true]));
  test('is not emptied or filled by a clock that is put back', () => {
    taken([1000, 0, 0, 0], [true, true, true, false]);
  });
  test('is one of its name', () => {
    const buckets = new TokenBuckets();
    for (const name of ['a', 'a', 'a', 'b', '__proto__']) assert.equal(buckets.take(name, SIZE, 0), true);
    assert.deepEqual([buckets.isEmpty('a', SIZE, 0), buckets.isEmpty('b', SIZE, 0)], [true, false]);
  });
  test('that is empty is remembered among very many others', () => {
    const buckets = new TokenBuckets();
    for (let i = 0; i < 4; i++) buckets.take('a', SIZE, 0);
    for (let i = 0; i < 9_999; i++) buckets.take(`x${i}`, SIZE, 0);
    assert.equal(buckets.take('a', SIZE, 0), false);
    for (let i = 0; i < 30_000; i++) buckets.take(`y${i}`, SIZE, i);
    assert.equal(buckets.take('a', SIZE, 30_000), true);
  });
});

function taken(at: readonly number[], results: readonly boolean[]): void {
  const buckets = new TokenBuckets();
  assert.deepEqual(
    at.map((now) => buckets.take('a', SIZE, now)),
    results,
  );
}

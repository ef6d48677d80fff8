import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BoundedCache } from './bounded-cache.ts';

describe('BoundedCache', () => {
  test('keeps what fits', () =>
    keeps(
      [
        ['a', 4],
        ['b', 6],
      ],
      ['a', 'b'],
    ));
  test('drops the oldest when the weight is exceeded', () =>
    keeps(
      [
        ['a', 4],
        ['b', 4],
        ['c', 4],
      ],
      ['b', 'c'],
    ));
  test('drops several for a heavy one', () =>
    keeps(
      [
        ['a', 1],
        ['b', 1],
        ['c', 10],
      ],
      ['c'],
    ));
  test('does not keep what is heavier than the whole', () => keeps([['a', 11]], []));
  test('counts a replaced value once', () =>
    keeps(
      [
        ['a', 9],
        ['a', 1],
        ['b', 9],
      ],
      ['a', 'b'],
    ));
  test('keeps what was used lately', () => {
    const cache = filled([
      ['a', 5],
      ['b', 5],
    ]);
    cache.get('a');
    cache.set('c', 'c', 5);
    assert.deepEqual([cache.get('a'), cache.get('b')], ['a', undefined]);
  });
  test('forgets what is deleted', () => {
    const cache = filled([['a', 5]]);
    cache.delete('a');
    assert.equal(cache.get('a'), undefined);
  });
});

function filled(entries: readonly (readonly [string, number])[]): BoundedCache<string> {
  const cache = new BoundedCache<string>(10);
  for (const [key, weight] of entries) cache.set(key, key, weight);
  return cache;
}

function keeps(entries: readonly (readonly [string, number])[], keys: readonly string[]): void {
  const cache = filled(entries);
  assert.deepEqual(
    ['a', 'b', 'c'].filter((key) => cache.get(key) !== undefined),
    keys,
  );
}

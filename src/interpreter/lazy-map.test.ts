import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LazyMap } from './lazy-map.ts';

describe('A lazy map', () => {
  test('has nothing at first', () => {
    const map = new LazyMap<string, number>();
    map.delete('a');
    assert.deepEqual([map.size, map.has('a'), map.get('a'), [...map]], [0, false, undefined, []]);
  });
  test('has what was set, in the order in which it first was', () => {
    assert.deepEqual([...of(['b', 1], ['a', 2], ['b', 3])], entries(['b', 3], ['a', 2]));
  });
  test('tells keys and values apart', () => {
    const map = of(['a', 1], ['b', 2]);
    assert.deepEqual(
      [[...map.keys()], [...map.values()]],
      [
        ['a', 'b'],
        [1, 2],
      ],
    );
  });
  test('no longer has what was taken out', () => {
    const map = of(['a', 1], ['b', 2]);
    map.delete('a');
    assert.deepEqual([map.size, map.has('a'), map.get('b')], [1, false, 2]);
  });
  test('shares nothing with others', () => {
    of(['a', 1]);
    assert.deepEqual([...of()], []);
  });
});

type Entry = readonly [string, number];

function of(...all: readonly Entry[]): LazyMap<string, number> {
  const map = new LazyMap<string, number>();
  for (const [key, value] of all) map.set(key, value);
  return map;
}

function entries(...all: readonly Entry[]): readonly Entry[] {
  return all;
}

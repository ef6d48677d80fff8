import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LazySet } from './lazy-set.ts';

describe('A lazy set', () => {
  test('has nothing at first, and nothing to take out', () => {
    const set = new LazySet<string>();
    assert.deepEqual([set.size, set.has('a'), set.delete('a'), [...set]], [0, false, false, []]);
  });
  test('has what was put in, once and in order', () => {
    assert.deepEqual([...of('b', 'a', 'b')], ['b', 'a']);
  });
  test('says whether it had what is taken out', () => {
    const set = of('a', 'b');
    assert.deepEqual([set.delete('a'), set.delete('a'), set.size, [...set]], [true, false, 1, ['b']]);
  });
  test('shares nothing with others', () => {
    of('a');
    assert.deepEqual([...of()], []);
  });
});

function of(...values: readonly string[]): LazySet<string> {
  const set = new LazySet<string>();
  for (const value of values) set.add(value);
  return set;
}

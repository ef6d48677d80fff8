import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Numbered } from './numbered.ts';

describe('Numbered', () => {
  test('has what was set and not taken out', () => {
    has(numbered(['a', 'b', 'c'], 1), [
      [0, 'a'],
      [2, 'c'],
    ]);
  });

  test('is empty when the last one is out', () => {
    has(numbered(['a'], 0), []);
  });

  test('takes a number again', () => {
    const again = numbered(['a', 'b'], 0);
    again.set(0, 'A');
    has(again, [
      [0, 'A'],
      [1, 'b'],
    ]);
  });

  test('has nothing once it is cleared, and takes any number then', () => {
    const cleared = numbered(['a', 'b']);
    cleared.clear();
    has(cleared, []);
    cleared.set(1, 'B');
    has(cleared, [[1, 'B']]);
  });

  test('counts a number once', () => {
    const twice = numbered(['a']);
    twice.set(0, 'A');
    twice.delete(7);
    has(twice, [[0, 'A']]);
  });

  test('leaves numbers out', () => {
    const sparse = new Numbered<string>();
    sparse.set(3, 'd');
    has(sparse, [[3, 'd']]);
    assert.equal(sparse.get(1), undefined);
  });
});

function numbered(values: readonly string[], ...without: readonly number[]): Numbered<string> {
  const made = new Numbered<string>();
  for (const [number, value] of values.entries()) made.set(number, value);
  for (const number of without) made.delete(number);
  return made;
}

function has(made: Numbered<string>, entries: readonly (readonly [number, string])[]): void {
  assert.deepEqual([...made.entries()], entries);
  assert.deepEqual(
    [...made.values()],
    entries.map(([, value]) => value),
  );
  assert.equal(made.size, entries.length);
  for (const [number, value] of entries) assert.equal(made.get(number), value);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { javaRandom } from './java-random.ts';

test('Seed 42 gives the double that was measured on AWS', () => {
  assert.equal(javaRandom(42).nextDouble(), 0.7275636800328681);
});

test('Seed 42 gives the integers that Java prints', () => {
  assert.deepEqual(five(0, 10), [0, 3, 8, 4, 0]);
  assert.deepEqual(five(-(2 ** 31), 2 ** 31 - 1).slice(0, 3), [-1170105035, 234785527, -1360544799]);
});

test('Integers stay between their bounds, wide or narrow', () => {
  for (const [start = 0, end = 0] of [
    [-5, -4],
    [0, 16],
    [-(2 ** 31), 2 ** 31 - 1],
  ]) {
    const value = javaRandom(7).intBetween(start, end);
    assert.ok(value >= start && value < end);
  }
});

function five(start: number, end: number): readonly number[] {
  const random = javaRandom(42);
  return Array.from({ length: 5 }, () => random.intBetween(start, end));
}

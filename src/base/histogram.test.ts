import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Histogram } from './histogram.ts';

describe('A histogram', () => {
  test('counts a value in the first range that reaches as far', () => {
    assert.deepEqual(countsOf([1, 1.5, 10], [1, 10]), [1, 2, 0]);
  });

  test('counts behind the last range what is larger', () => {
    assert.deepEqual(countsOf([11, 1e9], [1, 10]), [0, 0, 2]);
  });

  test('adds up what was recorded', () => {
    assert.equal(recorded([1, 2.5], [10]).sum, 3.5);
  });
});

function recorded(values: readonly number[], bounds: readonly number[]): Histogram {
  const histogram = new Histogram(bounds);
  for (const value of values) histogram.record(value);
  return histogram;
}

function countsOf(values: readonly number[], bounds: readonly number[]): number[] {
  return [...recorded(values, bounds).counts];
}

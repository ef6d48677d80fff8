import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pageOf } from './page.ts';
import { Refusal } from './refusal.ts';

describe('A page', () => {
  test('goes on where the last one ended', () => {
    const { page, marker } = pageOf(['a', 'b', 'c'], new URLSearchParams('MaxItems=2'));
    assert.deepEqual(page, ['a', 'b']);
    const next = pageOf(['a', 'b', 'c'], new URLSearchParams({ Marker: marker.NextMarker ?? '' }));
    assert.deepEqual(next, { page: ['c'], marker: {} });
  });
  test('has 50 items at most', () => {
    assert.equal(pageOf(Array(60).fill(0), new URLSearchParams('MaxItems=100')).page.length, 50);
  });
  test('must be one', () => {
    for (const query of ['MaxItems=0', 'MaxItems=x', 'Marker=x']) {
      assert.throws(() => pageOf([], new URLSearchParams(query)), Refusal);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { orderedUuid } from './ordered-uuid.ts';

const RANDOM = 'f81d4fae-7dec-4ad0-a765-00a0c91e6bf6';

describe('An ordered UUID', () => {
  test('begins with the clock and ends as the random one it was made of', () => {
    assert.equal(orderedUuid(0x0192_3456_789a, RANDOM), '01923456-789a-4ad0-a765-00a0c91e6bf6');
  });
  test('sorts by its moment', () => {
    const moments = [0, 1, 255, 256, Date.UTC(2026, 0), Date.UTC(2026, 0) + 1, Date.UTC(2200, 0)];
    const made = moments.map((now) => orderedUuid(now, RANDOM));
    assert.deepEqual([...made].sort(), made);
  });
  test('has the form of a version 4 at every moment', () => {
    for (const now of [0, 1, Date.UTC(2026, 0), 2 ** 48]) assert.match(orderedUuid(now, RANDOM), VERSION_4);
  });
});

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

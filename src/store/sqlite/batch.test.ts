import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Turn } from '../store.ts';
import { AT, packBatch, TURN_NUMBERS } from './batch.ts';

describe('a packed batch', () => {
  test('has the numbers of each turn, NaN where there is none', () => {
    const { numbers } = packBatch([turn(7, 1), turn(8, 2)], []);
    assert.deepEqual([...numbers.subarray(0, TURN_NUMBERS)], [7, 1, 3, 0, 50, Number.NaN, 60, 5, 1, 7]);
    assert.equal(numbers[TURN_NUMBERS + AT.id], 8);
  });

  test('has names of first versions only', () => {
    assert.deepEqual(packBatch([turn(7, 1), turn(8, 2), turn(9, 1)], []).names, ['name-7', 'name-9']);
  });

  test('has the chunks one after the other, in a buffer of their own', () => {
    const { chunks } = packBatch([turn(7, 1), turn(8, 2)], []);
    assert.equal(Buffer.from(chunks).toString(), 'chunk-7chunk-8');
    assert.equal(chunks.buffer.byteLength, chunks.length);
  });

  test('keeps the largest id and moments beyond 32 bits', () => {
    const { numbers } = packBatch([turn(Number.MAX_SAFE_INTEGER, 1)], []);
    assert.equal(numbers[AT.id], Number.MAX_SAFE_INTEGER);
  });
});

function turn(id: number, version: number): Turn {
  return {
    header: {
      id,
      machine: 1,
      revision: 3,
      name: `name-${id}`,
      status: 'RUNNING',
      startedAt: 50,
      wakeAt: 60,
      attention: 5,
      version,
    },
    chunk: Buffer.from(`chunk-${id}`),
  };
}

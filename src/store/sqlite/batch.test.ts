import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Header, Turn } from '../store.ts';
import { AT, packBatch, TURN_NUMBERS } from './batch.ts';

describe('a packed batch', () => {
  test('has the numbers of each turn, NaN where there is none', () => {
    const { numbers } = packBatch([turn(7, 1), turn(8, 2)], []);
    const first = [7, 1, 3, 0, 50, NONE, 60, 5, 1, 7, ...Array(6).fill(NONE)];
    assert.deepEqual([...numbers.subarray(0, TURN_NUMBERS)], first);
    assert.equal(numbers[TURN_NUMBERS + AT.id], 8);
  });

  test('has names of first versions only', () => {
    assert.deepEqual(packBatch([turn(7, 1), turn(8, 2), turn(9, 1)], []).names, ['name-7', 'name-9']);
  });

  test('has the version of the machine, and the place of its alias', () => {
    const { numbers, aliases } = packBatch(
      [turn(7, 1), turn(8, 1, { machineVersion: 4, machineAlias: 'live' })],
      [],
    );
    assert.deepEqual([...numbers.subarray(TURN_NUMBERS + AT.machineVersion)], [4, 0, ...Array(4).fill(NONE)]);
    assert.deepEqual(aliases, ['live']);
  });

  test('has the redrives of a header', () => {
    const { numbers } = packBatch([turn(7, 3, { redriveCount: 2, redrivenAt: 90 })], []);
    assert.deepEqual([...numbers.subarray(AT.redriveCount)], [2, 90, NONE, NONE]);
  });

  test('has the Map Run of a start, and the number of its items', () => {
    const mapRun = 'aaaaaaaa-0000-8000-8000-000000000000';
    const { numbers, mapRuns } = packBatch([turn(7, 1), turn(8, 1, { mapRun, itemCount: 3 })], []);
    assert.deepEqual([...numbers.subarray(TURN_NUMBERS + AT.mapRun)], [0, 3]);
    assert.deepEqual(mapRuns, [mapRun]);
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

const NONE = Number.NaN;

function turn(id: number, version: number, origin: Partial<Header> = {}): Turn {
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
      ...origin,
    },
    chunk: Buffer.from(`chunk-${id}`),
  };
}

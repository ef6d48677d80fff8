import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DiskSegments, MemorySegments, type SegmentFiles } from './segment-files.ts';

describe('Segments on disk and in memory', () => {
  test('are listed in their order, and read as they were written', () =>
    holds(async (files) => {
      await files.append(10, 'a\n');
      await files.append(9, 'b\n');
      await files.append(10, 'c\n');
      assert.deepEqual([(await files.list()).sort(), await files.read(10)], [[10, 9].sort(), 'a\nc\n']);
    }));
  test('that are not there are empty', () =>
    holds(async (files) => assert.deepEqual([await files.list(), await files.read(1)], [[], ''])));
  test('tell how much they hold', () =>
    holds(async (files) => {
      await files.append(1, 'abc\n');
      await files.append(2, 'd\n');
      assert.equal(await files.bytes(), 6);
    }));
  test('can be removed, one or all', () =>
    holds(async (files) => {
      for (const segment of [1, 2, 3]) await files.append(segment, 'x\n');
      await files.remove(3);
      assert.deepEqual(await files.list(), [1, 2]);
      await files.destroy();
      assert.deepEqual(await files.list(), []);
    }));
});

async function holds(claim: (files: SegmentFiles) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-segments-'));
  try {
    for (const files of [new MemorySegments(), new DiskSegments(join(folder, 'group'))]) {
      await claim(files);
      await files.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

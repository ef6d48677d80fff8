import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type DataDirectory, prepareDirectory } from './data-directory.ts';
import { lockDirectory } from './directory-lock.ts';

describe('the lock of a data directory', () => {
  test('is refused while it is held, naming the process that holds it', () => inDirectory(refusesSecond));

  test('can be had again once released', () => inDirectory(canBeHadAgain));

  test('survives that another one was refused', () => inDirectory(survivesRefusal));
});

function refusesSecond(directory: DataDirectory): void {
  const lock = lockDirectory(directory);
  assert.throws(() => lockDirectory(directory), /in use by another stepwell$/);
  writeFileSync(directory.owner, '4711\n');
  assert.throws(() => lockDirectory(directory), /in use by another stepwell \(process 4711\)$/);
  lock.release();
}

function canBeHadAgain(directory: DataDirectory): void {
  lockDirectory(directory).release();
  lockDirectory(directory).release();
}

function survivesRefusal(directory: DataDirectory): void {
  const lock = lockDirectory(directory);
  for (let attempt = 0; attempt < 3; attempt++) {
    assert.throws(() => lockDirectory(directory), /in use/);
  }
  lock.release();
}

function inDirectory(claim: (directory: DataDirectory) => void): void {
  const path = mkdtempSync(join(tmpdir(), 'stepwell-lock-'));
  try {
    claim(prepareDirectory(path));
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

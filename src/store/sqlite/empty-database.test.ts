import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openWritable } from './database.ts';
import { createDatabase, makeEmptyDatabase } from './empty-database.ts';
import { refuseOther } from './migrate.ts';

describe('A new database', () => {
  test('is a copy of an empty one, which has the schema and a WAL', () => inFolder(isCopied));
  test('is a file for its owner only', () => inFolder(isPrivate));
  test('is not made over one that is there', () => inFolder(isLeftAlone));
  test('has nothing to do with the log of one that was there before', () => inFolder(isFreeOfOthers));
  test('is made by the migrations where there is none to copy', () => inFolder(isEmptyFile));
});

interface Place {
  readonly path: string;
  readonly empty: URL;
}

function isCopied({ path, empty }: Place): void {
  createDatabase(path, empty);
  assert.equal(existsSync(`${path}-new`), false);
  const database = openWritable(path);
  refuseOther(database, path);
  assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
  database.close();
}

function isPrivate({ path, empty }: Place): void {
  createDatabase(path, empty);
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
}

function isLeftAlone({ path, empty }: Place): void {
  writeFileSync(path, 'something');
  createDatabase(path, empty);
  assert.equal(readFileSync(path, 'utf8'), 'something');
}

function isFreeOfOthers({ path, empty }: Place): void {
  for (const suffix of ['-wal', '-journal']) writeFileSync(path + suffix, 'of another');
  createDatabase(path, empty);
  for (const suffix of ['-wal', '-journal']) assert.equal(existsSync(path + suffix), false);
}

function isEmptyFile({ path }: Place): void {
  createDatabase(path, pathToFileURL(join(path, 'not-there')));
  assert.equal(statSync(path).size, 0);
}

function inFolder(claim: (place: Place) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-empty-'));
  try {
    makeEmptyDatabase(join(folder, 'empty.db'));
    claim({ path: join(folder, 'stepwell.db'), empty: pathToFileURL(join(folder, 'empty.db')) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

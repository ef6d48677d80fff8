import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { StoreRefused } from '../refused.ts';
import { openReadable, openWritable, verifyDurable } from './database.ts';

describe('a connection that writes', () => {
  test('still syncs every commit after the first write', () => onDatabase(staysFull));

  test('syncs every commit also when the database is opened again', () => onDatabase(isFullAgain));

  test('is refused when it does not sync every commit', () => onDatabase(refusesNormal));

  test('is refused without a WAL', () => onDatabase(refusesDelete));
});

test('a connection that reads cannot write', () => onDatabase(readsOnly));

function staysFull(database: DatabaseSync): void {
  write(database);
  verifyDurable(database);
  assert.deepEqual({ ...database.prepare('PRAGMA synchronous').get() }, { synchronous: 2 });
}

function isFullAgain(database: DatabaseSync, path: string): void {
  write(database);
  const again = openWritable(path);
  write(again);
  verifyDurable(again);
  again.close();
}

function refusesNormal(database: DatabaseSync): void {
  database.exec('PRAGMA synchronous = NORMAL');
  write(database);
  assert.throws(() => verifyDurable(database), StoreRefused);
}

function refusesDelete(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = DELETE');
  assert.throws(() => verifyDurable(database), /journal_mode is delete, wanted wal/);
}

function readsOnly(database: DatabaseSync, path: string): void {
  write(database);
  const reader = openReadable(path);
  assert.throws(() => reader.exec('DELETE FROM word'), /readonly/);
  reader.close();
}

function write(database: DatabaseSync): void {
  database.exec("CREATE TABLE IF NOT EXISTS word (text); INSERT INTO word VALUES ('x')");
}

function onDatabase(claim: (database: DatabaseSync, path: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-database-'));
  const path = join(directory, 'x.db');
  const database = openWritable(path);
  try {
    claim(database, path);
  } finally {
    database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { StoredDocument } from '../../base/documents.ts';
import { StoreRefused } from '../refused.ts';
import { createPrivateFile } from './data-directory.ts';
import { openReadable } from './database.ts';
import { refuseNewer } from './migrate.ts';
import { Reader } from './reader.ts';

/** The database's name in a data directory, and in a backup. */
export const DATABASE_FILE = 'stepwell.db';

/**
 * Copies a directory's database as it is at one commit, all acknowledged before the call included. A server on it goes on
 * meanwhile and waits for nothing; its WAL is not emptied before the copy is complete. The copy is on disk on return, its
 * name aside.
 *
 * @throws StoreRefused when there is none, or a newer stepwell wrote it.
 */
export function snapshotDatabase(directory: string, file: string): void {
  reading(directory, (database) => {
    createPrivateFile(file);
    database.prepare('VACUUM INTO ?').run(file);
    // SQLite does not: https://www.sqlite.org/lang_vacuum.html
    syncFile(file);
  });
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** All documents of a kind in a directory's database. */
export function documentsIn(directory: string, kind: string): StoredDocument[] {
  return reading(directory, (database) =>
    new Reader(database).documents(kind, { prefix: '', limit: Number.MAX_SAFE_INTEGER }),
  );
}

function reading<Result>(directory: string, read: (database: DatabaseSync) => Result): Result {
  const file = join(directory, DATABASE_FILE);
  if (!existsSync(file))
    throw new StoreRefused('missing', `There is no data directory of stepwell at ${directory}`);
  const database = openReadable(file);
  try {
    refuseNewer(database, file);
    return read(database);
  } finally {
    database.close();
  }
}

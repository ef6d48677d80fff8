import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createPrivateFile } from './data-directory.ts';
import { openWritable } from './database.ts';
import { migrate } from './migrate.ts';

/**
 * Makes the file of the database unless it is there: a copy of one that has the schema already, where there is one to copy,
 * which is synced once and spares a first start six of its syncs and most of its SQL. It is whole, or it is not there.
 *
 * What may be left of a database before it goes first: SQLite would apply it to this one.
 */
export function createDatabase(path: string, empty = new URL('./empty.db', import.meta.url)): void {
  if (existsSync(path) || !existsSync(empty)) return createPrivateFile(path);
  for (const suffix of ['-wal', '-journal']) rmSync(path + suffix, { force: true });
  const unfinished = `${path}-new`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(descriptor, readFileSync(empty));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, path);
}

/** Makes the database that others are copies of. */
export function makeEmptyDatabase(path: string): void {
  const database = openWritable(path);
  migrate(database);
  database.close();
}

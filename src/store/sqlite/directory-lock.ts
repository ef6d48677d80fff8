import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../refused.ts';
import { createPrivateFile, type DataDirectory } from './data-directory.ts';
import { isLocked } from './sqlite-error.ts';

/**
 * Keeps every other process, and every other store of this one, out of the directory until it is released.
 *
 * The lock is an open exclusive transaction on a small database: Node has no flock, SQLite has, and the
 * kernel drops it with the process however that ends.
 */
export interface DirectoryLock {
  release(): void;
}

/** @throws StoreRefused 'locked'. */
export function lockDirectory(directory: DataDirectory): DirectoryLock {
  createPrivateFile(directory.lock);
  const database = new DatabaseSync(directory.lock);
  try {
    // Nothing is ever written to it: no journal either.
    database.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isLocked(error)) throw error;
    throw new StoreRefused('locked', `${directory.path} is in use by another stepwell${ownerOf(directory)}`);
  }
  return { release: () => database.close() };
}

/** Only informative: the number may be that of a process long gone. */
function ownerOf(directory: DataDirectory): string {
  try {
    return ` (process ${readFileSync(directory.owner, 'utf8').trim()})`;
  } catch {
    return '';
  }
}

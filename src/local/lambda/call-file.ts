import { chmodSync, readFileSync, statSync } from 'node:fs';
import { readSpoolRecords, type SpoolRecords } from './spool-records.ts';

const OPEN = 0o600;
const CLOSED = 0o400;
/** What a process looks at, after it has written a call down and before it makes it. */
const IS_OPEN = 0o200;

/**
 * From now on the process to which this file belongs makes no call that is not in it by now: the file may be read, and what
 * is not there may be sent to another.
 *
 * @returns false when that cannot be had.
 */
export function closeCallFile(path: string): boolean {
  try {
    chmodSync(path, CLOSED);
    // Some file systems take every mode and keep none.
    return (statSync(path).mode & IS_OPEN) === 0;
  } catch {
    return false;
  }
}

/** The process may be given calls again, once it has let go of those that it had when the file was closed. */
export function reopenCallFile(path: string): boolean {
  try {
    chmodSync(path, OPEN);
    return true;
  } catch {
    return false;
  }
}

/** @returns undefined when it cannot be read. */
export function readCallFile(path: string): SpoolRecords | undefined {
  try {
    return readSpoolRecords(readFileSync(path));
  } catch {
    return undefined;
  }
}

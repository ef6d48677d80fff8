import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type KeyPair, printCredentials, readCredentials } from './credentials-document.ts';
import { AccessRefused } from './refused.ts';

/** The file's name in a data directory. */
export const CREDENTIALS_FILE = 'credentials.json';

/** A credentials file as it was at one moment. */
export interface CredentialsSnapshot {
  readonly pairs: readonly KeyPair[];
  /** Changes whenever the file does. */
  readonly stamp: string;
}

/**
 * Reads the file.
 *
 * @returns undefined when there is none.
 * @throws AccessRefused when other users can read it, or it is not what it should be.
 */
export function readCredentialsFile(path: string): CredentialsSnapshot | undefined {
  // Taken before the file is read: a change in between is then seen as one.
  const stamp = stampOf(path);
  if (stamp === undefined) return undefined;
  checkPrivate(path);
  const pairs = readCredentials(readFileSync(path, 'utf8'));
  if ('problem' in pairs)
    throw new AccessRefused('unusable', `${path} is no credentials file: ${pairs.problem}`);
  return { pairs, stamp };
}

/** What tells one state of the file from another, or undefined when there is no file. */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.size}`;
}

function checkPrivate(path: string): void {
  const stats = statSync(path);
  if (!stats.isFile()) throw new AccessRefused('unusable', `${path} is not a file`);
  // Windows has no such bits.
  if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return;
  const mode = (stats.mode & 0o777).toString(8);
  throw new AccessRefused(
    'unusable',
    `Other users of this machine may read ${path} (mode ${mode}), which holds secret keys: run chmod 600 ${path}`,
  );
}

/**
 * Changes the file, as a whole or not at all, also when the power fails. Two changes at once do not lose one another:
 * the second is refused.
 *
 * @param change Gets what is there now, and says what shall be.
 * @throws AccessRefused as `readCredentialsFile`, and 'locked'.
 */
export function changeCredentialsFile(
  path: string,
  change: (pairs: readonly KeyPair[]) => readonly KeyPair[],
): void {
  // A link stays one: what it leads to is replaced.
  const real = stampOf(path) === undefined ? path : realpathSync(path);
  const next = `${real}.new`;
  const descriptor = openNew(next);
  try {
    try {
      const pairs = change(readCredentialsFile(real)?.pairs ?? []);
      writeFileSync(descriptor, printCredentials(pairs));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, real);
  } catch (error) {
    unlinkSync(next);
    throw error;
  }
  syncDirectory(dirname(real));
}

/** The new file is the lock as well: only one process can make it. */
function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    const message = `${path} is there: another command is changing the credentials. If none is, remove that file.`;
    throw new AccessRefused('locked', message, { cause: error });
  }
}

/** Makes the new name survive a power cut. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

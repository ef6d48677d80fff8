import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreRefused } from '../refused.ts';
import { messageOf } from './sqlite-error.ts';

/** Where the store's files are. Everything in it belongs to the user who runs stepwell, and to nobody else. */
export interface DataDirectory {
  readonly path: string;
  readonly database: string;
  readonly lock: string;
  readonly owner: string;
  readonly ballast: string;
}

/**
 * Makes the directory (0700) unless it is there.
 *
 * @throws StoreRefused 'unsafe' when it has files in it and other users may enter; 'unwritable'.
 */
export function prepareDirectory(directory: string): DataDirectory {
  const path = resolve(directory);
  try {
    if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) syncDirectory(join(path, '..'));
    closeToOthers(path);
  } catch (error) {
    if (error instanceof StoreRefused) throw error;
    throw new StoreRefused('unwritable', `Cannot use ${path} as data directory: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return {
    path,
    database: join(path, 'stepwell.db'),
    lock: join(path, 'lock.db'),
    owner: join(path, 'pid'),
    ballast: join(path, 'ballast'),
  };
}

function closeToOthers(path: string): void {
  // Windows has no such bits; its profile directories are private by their access lists.
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  if (readdirSync(path).length === 0) {
    chmodSync(path, 0o700);
    return;
  }
  const mode = (statSync(path).mode & 0o777).toString(8);
  throw new StoreRefused(
    'unsafe',
    `Other users of this machine may enter ${path} (mode ${mode}), which holds workflow data: run chmod 700 ${path}`,
  );
}

/**
 * Makes an empty file that only its owner may read, unless it is there. Never opens one that exists: closing
 * any descriptor of a file drops every lock this process holds on it, SQLite's included.
 */
export function createPrivateFile(path: string): void {
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    return;
  }
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // Another process came first: the lock decides between the two.
    if (!existsSync(path)) throw error;
  }
}

/** Makes names of new files survive a power cut. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

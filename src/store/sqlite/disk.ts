import { closeSync, fdatasyncSync, openSync, statfsSync, writeSync } from 'node:fs';
import { StoreRefused } from '../refused.ts';

/** Linux's numbers for file systems (statfs(2)); others are left unnamed. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  16914836: 'tmpfs',
  2240043254: 'ramfs',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  801189825: 'zfs',
  2035054128: 'overlay',
  4076150800: 'f2fs',
  26985: 'nfs',
  4283649346: 'cifs',
  4266872130: 'smb2',
};

/** SQLite's locks and its shared memory do not work across machines. */
const NETWORKED: readonly (string | undefined)[] = ['nfs', 'cifs', 'smb2'];
/** A container's own layer: it goes with the container. */
const LAYERED: readonly (string | undefined)[] = ['overlay'];
const VOLATILE: readonly (string | undefined)[] = ['tmpfs', 'ramfs'];

/** A disk that syncs faster than this does not sync: it answers from a cache. */
const HONEST_SYNC_MS = 0.05;

/** @throws StoreRefused 'unsafe' on a network file system. */
export function fileSystemOf(directory: string): string | undefined {
  const name = process.platform === 'linux' ? FILE_SYSTEMS[statfsSync(directory).type] : undefined;
  if (NETWORKED.includes(name)) {
    throw new StoreRefused(
      'unsafe',
      `${directory} is on ${name}: SQLite cannot lock files there, use a local disk`,
    );
  }
  return name;
}

/** Writes the file, syncs it, and says how long the sync took. */
export function timeSync(path: string, text: string): number {
  const descriptor = openSync(path, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    const before = process.hrtime.bigint();
    fdatasyncSync(descriptor);
    return Number(process.hrtime.bigint() - before) / 1e6;
  } finally {
    closeSync(descriptor);
  }
}

/** What the start-up line says: `sqlite wal full, ext4, fsync 0.2 ms`. */
export function describeDurability(fileSystem: string | undefined, syncMs: number): string {
  const where = fileSystem === undefined ? '' : `, ${fileSystem}`;
  const line = `sqlite wal full${where}, fsync ${syncMs < 0.1 ? syncMs.toFixed(2) : syncMs.toFixed(1)} ms`;
  const doubts = doubtsAbout(fileSystem, syncMs);
  return doubts.length === 0 ? line : `${line} (${doubts.join('; ')})`;
}

/** Why what is acknowledged may be lost all the same; none on an honest disk. */
export function doubtsAbout(fileSystem: string | undefined, syncMs: number): readonly string[] {
  if (VOLATILE.includes(fileSystem)) return [`${fileSystem}: nothing survives a power cut`];
  const ofPlace = LAYERED.includes(fileSystem) ? [`${fileSystem}: nothing survives the container`] : [];
  const ofDisk = syncMs < HONEST_SYNC_MS ? ['faster than a disk can be: a power cut may lose commits'] : [];
  return [...ofPlace, ...ofDisk];
}

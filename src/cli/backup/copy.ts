import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from '../../store/sqlite/data-directory.ts';
import type { BackupFile } from './manifest.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Copies a file; it is on disk on return, its name aside. @returns what was copied. */
export async function copyFile(from: string, to: string): Promise<Omit<BackupFile, 'path'>> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const source = await open(from, 'r');
  try {
    const mode = (await source.stat()).mode & 0o777;
    const target = await open(to, 'wx', mode);
    try {
      const copied = await pour(source, target);
      await target.sync();
      return { ...copied, mode };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** What a file holds. */
export async function measure(path: string): Promise<Omit<BackupFile, 'path'>> {
  const source = await open(path, 'r');
  try {
    return { ...(await pour(source)), mode: (await source.stat()).mode & 0o777 };
  } finally {
    await source.close();
  }
}

async function pour(source: FileHandle, target?: FileHandle): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const part = chunk.subarray(0, bytesRead);
    hash.update(part);
    await target?.writeFile(part);
    bytes += bytesRead;
  }
}

/** Paths of all files below a folder, relative to it; none when it is not there. Links and the like are left out. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(noneIfMissing);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function noneIfMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code !== 'ENOENT') throw error;
  return [];
}

/** Makes the names of everything below a folder survive a power cut. */
export async function syncFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) syncDirectory(join(entry.parentPath, entry.name));
  syncDirectory(folder);
}

import { createHash, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Outgoing } from '../../base/http-service.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { ServiceRefusal } from '../service/refusal.ts';
import type { ByteRange } from './blobs.ts';
import { onDisk, syncFolder, writeThrough } from './durable-file.ts';
import { checkFileKey, fileContentType, noPath, whyNoPath } from './file-key.ts';
import type { ObjectRecord } from './object-record.ts';

/** What tells that a file has not been changed. */
export interface Stamp {
  readonly bytes: number;
  readonly changedMs: number;
}

/** Where the system has no such flag it has no such links, or no such pipes, either. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** A folder whose files are objects: their keys are their paths in it. Links are no objects, and never followed. */
export class BucketFolder {
  readonly #path: string;
  readonly #passing: string;
  /** What files hold that the store has not seen yet, by key. */
  readonly #etags = new Map<string, Stamp & { readonly etag: string }>();

  /**
   * @param path Without links in it.
   * @param passing A folder on the same disk, for files that are not complete.
   */
  constructor(path: string, passing: string) {
    this.#path = path;
    this.#passing = passing;
  }

  /** All files by key. @throws Unavailable when a part of it cannot be read: nobody may take its files for gone. */
  async walk(prefix = ''): Promise<Map<string, Stamp>> {
    const found = new Map<string, Stamp>();
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    if (start === '' || whyNoPath(start.slice(0, -1)) === undefined) await this.#walk(start, found);
    return found;
  }

  /** @param start A folder, as a prefix of keys. */
  async #walk(start: string, found: Map<string, Stamp>): Promise<void> {
    const folder = join(this.#path, start);
    const entries = await unlessGone(async () => {
      if ((await realpath(folder)) !== withoutEnd(folder)) return [];
      return await readdir(folder, { withFileTypes: true });
    });
    for (const entry of entries ?? []) {
      const key = start + entry.name;
      if (whyNoPath(key) !== undefined) continue;
      if (entry.isDirectory()) await this.#walk(`${key}/`, found);
      else if (entry.isFile()) {
        const stats = await unlessGone(() => lstat(join(folder, entry.name)));
        if (stats?.isFile()) found.set(key, stampOf(stats));
      }
    }
  }

  /**
   * The object that a file is now.
   *
   * @param seen What is known of it: it holds for as long as the file has not been changed.
   */
  async look(key: string, seen: ObjectRecord | undefined): Promise<ObjectRecord | undefined> {
    const file = await this.#open(key);
    if (file === undefined) return undefined;
    return await unlessGone(() => this.#lookInto(file, key, seen)).finally(() => file.close());
  }

  async #lookInto(file: FileHandle, key: string, seen: ObjectRecord | undefined): Promise<ObjectRecord> {
    const stamp = stampOf(await file.stat());
    const isKnown = seen !== undefined && isSameStamp(seenStamp(seen), stamp);
    if (isKnown && seen.etag !== '') return seen;
    const etag = await this.#etagOf(key, file, stamp);
    return {
      ...{ key, etag, bytes: stamp.bytes, pieces: [], metadata: {} },
      ...{ modifiedAt: Math.floor(stamp.changedMs), fileChangedMs: stamp.changedMs },
      headers: { 'content-type': fileContentType(key) },
    };
  }

  async #etagOf(key: string, file: FileHandle, stamp: Stamp): Promise<string> {
    const known = this.#etags.get(key);
    if (known !== undefined && isSameStamp(known, stamp)) return known.etag;
    const md5 = createHash('md5');
    for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) md5.update(chunk);
    const etag = md5.digest('hex');
    // Of a file that is being written it holds for nobody else.
    if (isSameStamp(stampOf(await file.stat()), stamp)) this.#etags.set(key, { ...stamp, etag });
    return etag;
  }

  /** Of what `look` has found; undefined when the file has gone since. @throws Unavailable when it was changed. */
  async read(record: ObjectRecord, range: ByteRange | undefined): Promise<Outgoing | undefined> {
    const file = await this.#open(record.key);
    if (file === undefined) return undefined;
    const stats = await unlessGone(() => file.stat());
    if (stats === undefined || !isSameStamp(stampOf(stats), seenStamp(record))) {
      await file.close();
      throw new Unavailable('The file was changed meanwhile; try again');
    }
    const { first, last } = range ?? { first: 0, last: record.bytes - 1 };
    let isOpen = true;
    return {
      bytes: last - first + 1,
      chunks: chunksOf(file, { first, last }),
      close() {
        if (isOpen) file.close().catch(() => {});
        isOpen = false;
      },
    };
  }

  /** Makes a file of an object, all at once; it and its name are on disk when it resolves. @throws ServiceRefusal */
  async place(record: ObjectRecord, source: AsyncIterable<Uint8Array>): Promise<ObjectRecord> {
    const { key } = record;
    checkFileKey(key);
    const passing = join(this.#passing, randomUUID());
    try {
      await onDisk(() => mkdir(this.#passing, { recursive: true }));
      const file = await onDisk(() => open(passing, 'wx'));
      let stamp: Stamp;
      try {
        await writeThrough(file, source, () => {});
        stamp = stampOf(await onDisk(() => file.stat()));
      } finally {
        await file.close();
      }
      const folder = await this.#makeFolders(key);
      await refusingPaths(() => rename(passing, join(this.#path, key)));
      await onDisk(() => syncFolder(folder));
      const { isMultipart: _one, ...rest } = record;
      return { ...rest, pieces: [], bytes: stamp.bytes, fileChangedMs: stamp.changedMs };
    } catch (error) {
      // What cannot be removed now goes with the next start.
      await rm(passing, { force: true }).catch(() => {});
      throw error;
    }
  }

  /** What is not there is as good as removed. @throws ServiceRefusal */
  async remove(key: string): Promise<void> {
    checkFileKey(key);
    const path = join(this.#path, key);
    if (!(await this.#isOwn(dirname(path)))) return;
    await refusingPaths(() => rm(path, { force: true }));
    await onDisk(() => syncFolder(dirname(path)));
  }

  /** Nothing of the file is remembered that the store has seen. */
  forget(key: string): void {
    this.#etags.delete(key);
  }

  /** One after another: to make all at once would follow links. */
  async #makeFolders(key: string): Promise<string> {
    let folder = this.#path;
    for (const name of key.split('/').slice(0, -1)) {
      const parent = folder;
      folder = join(parent, name);
      const path = folder;
      if (!(await this.#isOwn(parent))) throw noFolder();
      const made = await refusingPaths(() => mkdir(path));
      if (made) await onDisk(() => syncFolder(parent));
    }
    if (!(await this.#isOwn(folder))) throw noFolder();
    return folder;
  }

  async #open(key: string): Promise<FileHandle | undefined> {
    if (whyNoPath(key) !== undefined) return undefined;
    const path = join(this.#path, key);
    return await unlessGone(async () => {
      if (!(await lstat(path)).isFile() || !(await this.#isOwn(dirname(path)))) return undefined;
      const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      try {
        // Nobody has put a link in its path meanwhile.
        const [opened, named] = [await file.stat(), await lstat(path)];
        const isIt = opened.isFile() && opened.ino === named.ino && opened.dev === named.dev;
        if (isIt && (await this.#isOwn(dirname(path)))) return file;
      } catch (error) {
        await file.close();
        throw error;
      }
      await file.close();
      return undefined;
    });
  }

  async #isOwn(folder: string): Promise<boolean> {
    return (await unlessGone(() => realpath(folder))) === folder;
  }
}

export function isSameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a?.bytes === b?.bytes && a?.changedMs === b?.changedMs;
}

export function seenStamp({ bytes, fileChangedMs = 0 }: ObjectRecord): Stamp {
  return { bytes, changedMs: fileChangedMs };
}

function stampOf({ size, mtimeMs }: Stats): Stamp {
  return { bytes: size, changedMs: mtimeMs };
}

async function* chunksOf(file: FileHandle, { first, last }: ByteRange): AsyncGenerator<Uint8Array> {
  if (first > last) return;
  yield* file.createReadStream({ start: first, end: last, autoClose: false });
}

function withoutEnd(path: string): string {
  return path.endsWith(sep) ? path.slice(0, -1) : path;
}

const GONE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
const NO_PATH = new Set(['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'ENAMETOOLONG', 'EILSEQ', 'ERR_FS_EISDIR']);

async function unlessGone<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act();
  } catch (error) {
    const code = codeOf(error);
    if (GONE.has(code)) return undefined;
    throw new Unavailable(`A file or folder of --s3-dir cannot be read (${code})`, { cause: error });
  }
}

function noFolder(): ServiceRefusal {
  return noPath('a part of its path is no folder here');
}

/** @returns whether it was done; it was not where there is something already. @throws ServiceRefusal */
async function refusingPaths(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (NO_PATH.has(code)) throw noPath(`something else is there (${code})`);
    throw new Unavailable('The file could not be stored', { cause: error });
  }
}

/** @throws what is no error of the system. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

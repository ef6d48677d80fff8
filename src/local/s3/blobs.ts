import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outgoing } from '../../base/http-service.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Piece } from './object-record.ts';

/** From the first byte to the last, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Bytes of objects in files of our own, whose names say nothing: no key is ever part of a path. */
export class Blobs {
  readonly #directory: string;
  /** How many readers a file has, and whether it is to be removed after the last. */
  readonly #readers = new Map<string, { count: number; isDoomed: boolean }>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Makes the directory, and removes what no record names: what crashes have left of uploads. */
  async open(named: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#directory)) {
      if (!named.has(name)) await rm(this.#path(name), { recursive: true, force: true });
    }
  }

  /**
   * Keeps bytes as they come. When it resolves they are on disk, also after a power loss, and nobody knows of them.
   *
   * @param seen Told of each piece before it is written; may throw to refuse it.
   * @throws Unavailable when the disk is; whatever the source throws. Nothing stays then.
   */
  async write(source: AsyncIterable<Uint8Array>, seen: (chunk: Uint8Array) => void): Promise<Piece> {
    const id = randomUUID();
    try {
      const file = await onDisk(() => open(this.#path(id), 'wx', 0o600));
      let bytes = 0;
      try {
        for await (const chunk of source) {
          seen(chunk);
          bytes += chunk.length;
          await onDisk(() => writeAll(file, chunk));
        }
        await onDisk(() => file.sync());
      } finally {
        await file.close();
      }
      await onDisk(() => syncFolder(this.#directory));
      return { id, bytes };
    } catch (error) {
      // What cannot be removed now goes with the next start.
      await rm(this.#path(id), { force: true }).catch(() => {});
      throw error;
    }
  }

  /** Bytes of pieces, one after another. They stay readable until it is closed, whoever removes them meanwhile. */
  read(pieces: readonly Piece[], range: ByteRange | undefined): Outgoing {
    const total = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
    const { first, last } = range ?? { first: 0, last: total - 1 };
    for (const { id } of pieces) this.#hold(id);
    let isOpen = true;
    return {
      bytes: last - first + 1,
      chunks: this.#chunks(pieces, { first, last }),
      close: () => {
        if (isOpen) for (const { id } of pieces) this.#release(id);
        isOpen = false;
      },
    };
  }

  /** Of pieces that no record names any more. What fails here is done by the next start. */
  remove(pieces: readonly Piece[]): void {
    for (const { id } of pieces) {
      const readers = this.#readers.get(id);
      if (readers === undefined) this.#unlink(id);
      else readers.isDoomed = true;
    }
  }

  async *#chunks(pieces: readonly Piece[], { first, last }: ByteRange): AsyncGenerator<Uint8Array> {
    let start = 0;
    for (const { id, bytes } of pieces) {
      const from = Math.max(first - start, 0);
      const to = Math.min(last - start, bytes - 1);
      start += bytes;
      if (from > to) continue;
      const file = await open(this.#path(id), 'r');
      yield* file.createReadStream({ start: from, end: to });
    }
  }

  #hold(id: string): void {
    const readers = this.#readers.get(id) ?? { count: 0, isDoomed: false };
    readers.count += 1;
    this.#readers.set(id, readers);
  }

  #release(id: string): void {
    const readers = this.#readers.get(id);
    if (readers === undefined) return;
    readers.count -= 1;
    if (readers.count > 0) return;
    this.#readers.delete(id);
    if (readers.isDoomed) this.#unlink(id);
  }

  #unlink(id: string): void {
    rm(this.#path(id), { force: true }).catch(() => {});
  }

  #path(id: string): string {
    return join(this.#directory, id);
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** Makes names of new files survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function onDisk<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw new Unavailable('The object could not be stored', { cause: error });
  }
}

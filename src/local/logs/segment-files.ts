import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The numbered files of one log, which only grow. */
export interface SegmentFiles {
  /** In ascending order. */
  list(): Promise<number[]>;
  /** On disk on return. Makes the file. */
  append(segment: number, text: string): Promise<void>;
  /** All of it; empty when there is none. A crash may have left a last line without its end. */
  read(segment: number): Promise<string>;
  /** What all of them take, about. */
  bytes(): Promise<number>;
  remove(segment: number): Promise<void>;
  /** All of them; the log is over. */
  destroy(): Promise<void>;
  close(): Promise<void>;
}

const SUFFIX = '.log';

/** Segments in a directory of their own, made by the first of them. */
export class DiskSegments implements SegmentFiles {
  readonly #directory: string;
  #open: { readonly segment: number; readonly file: FileHandle } | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async list(): Promise<number[]> {
    const names = await readdir(this.#directory).catch(noneIfMissing);
    return names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => Number(name.slice(0, -SUFFIX.length)))
      .sort((a, b) => a - b);
  }

  async append(segment: number, text: string): Promise<void> {
    if (this.#open?.segment !== segment) {
      await this.close();
      this.#open = { segment, file: await this.#make(segment) };
    }
    const { file } = this.#open;
    await file.appendFile(text);
    await file.datasync();
  }

  async read(segment: number): Promise<string> {
    return await readFile(this.#path(segment), 'utf8').catch((error: unknown) => {
      noneIfMissing(error);
      return '';
    });
  }

  async bytes(): Promise<number> {
    const sizes = (await this.list()).map(async (segment) => (await stat(this.#path(segment))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  async remove(segment: number): Promise<void> {
    if (this.#open?.segment === segment) await this.close();
    await rm(this.#path(segment), { force: true });
  }

  async destroy(): Promise<void> {
    await this.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    const { file } = this.#open ?? {};
    this.#open = undefined;
    await file?.close();
  }

  /** Its name is on disk before anything in it is acknowledged. */
  async #make(segment: number): Promise<FileHandle> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const file = await open(this.#path(segment), 'a', 0o600);
    for (const path of [this.#directory, join(this.#directory, '..')]) await syncDirectory(path);
    return file;
  }

  #path(segment: number): string {
    return join(this.#directory, `${segment}${SUFFIX}`);
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function noneIfMissing(error: unknown): never[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

/** Of what is kept in memory, the oldest goes when it is more. */
const MEMORY_CHARACTERS_MAX = 32 * 1024 * 1024;

/** Segments that are gone with the process. */
export class MemorySegments implements SegmentFiles {
  readonly #texts = new Map<number, string>();
  #characters = 0;

  async list(): Promise<number[]> {
    return [...this.#texts.keys()];
  }

  async append(segment: number, text: string): Promise<void> {
    this.#texts.set(segment, (this.#texts.get(segment) ?? '') + text);
    this.#characters += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#characters <= MEMORY_CHARACTERS_MAX || oldest === segment) break;
      await this.remove(oldest);
    }
  }

  async read(segment: number): Promise<string> {
    return this.#texts.get(segment) ?? '';
  }

  async bytes(): Promise<number> {
    return this.#characters;
  }

  async remove(segment: number): Promise<void> {
    this.#characters -= this.#texts.get(segment)?.length ?? 0;
    this.#texts.delete(segment);
  }

  async destroy(): Promise<void> {
    this.#texts.clear();
    this.#characters = 0;
  }

  async close(): Promise<void> {}
}

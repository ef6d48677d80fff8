import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Refusal } from './refusal.ts';

export interface ArchiveLimits {
  /** Bytes of all files unpacked; Lambda's own limit. */
  readonly unpackedBytesMax: number;
  readonly entriesMax: number;
  /** How many times larger than the archive its files may be; DEFLATE reaches 1,032, code about 10. */
  readonly ratioMax: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  unpackedBytesMax: 262_144_000,
  entriesMax: 10_000,
  ratioMax: 100,
};

/** Below this the ratio says nothing: a page of zeros is no bomb. */
const RATIO_FREE_BYTES = 1_048_576;
const TYPE_MASK = 0o170000;
const DIRECTORY = 0o040000;
const REGULAR = 0o100000;
const NEW_FILE = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_WRONLY;

/**
 * Unpacks a function's archive into a new folder, every file on disk when it returns. Only plain files and folders
 * below the folder are made, whatever the archive says.
 *
 * @param folder Exists and is empty; its content is undefined after a refusal.
 * @throws Refusal InvalidParameterValueException, with what is wrong with the archive.
 */
export async function unpack(archive: Buffer, folder: string, limits: ArchiveLimits): Promise<void> {
  const zip = await refusing(() => fromBufferPromise(archive, { strictFileNames: true, autoClose: false }));
  if (zip.entryCount > limits.entriesMax)
    throw broken(`it has ${zip.entryCount} entries, at most ${limits.entriesMax}`);
  const unpacking = new Unpacking(archive.length, limits);
  // yauzl validates the names (absolute, `..`, backslash) before it yields an entry.
  await refusing(async () => {
    for await (const entry of zip.eachEntry()) await unpacking.add(zip, entry, folder);
  });
  if (unpacking.isEmpty)
    throw new Refusal('InvalidParameterValueException', 'Uploaded file must be a non-empty zip');
}

class Unpacking {
  readonly #archiveBytes: number;
  readonly #limits: ArchiveLimits;
  readonly #names = new Set<string>();
  #bytes = 0;
  #entries = 0;

  constructor(archiveBytes: number, limits: ArchiveLimits) {
    this.#archiveBytes = archiveBytes;
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#entries === 0;
  }

  async add(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
    const { fileName } = entry;
    this.#check(entry);
    const path = join(folder, fileName);
    if (fileName.endsWith('/')) {
      await mkdir(path, { recursive: true });
      return;
    }
    await mkdir(dirname(path), { recursive: true });
    const isExecutable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
    const file = await open(path, NEW_FILE, isExecutable ? 0o755 : 0o644);
    try {
      // Read from the moment it is there: a stream that fails while nobody listens would end the server.
      const stream = await zip.openReadStreamPromise(entry);
      // yauzl fails the stream when it is longer or shorter than the directory claims: the sums hold.
      for await (const chunk of stream) await writeAll(file, chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  #check(entry: Entry): void {
    const { fileName, uncompressedSize } = entry;
    const { unpackedBytesMax, entriesMax, ratioMax } = this.#limits;
    this.#entries += 1;
    if (this.#entries > entriesMax) throw broken(`it has more than ${entriesMax} entries`);
    if (fileName.includes('\0')) throw broken('a file name has a NUL character');
    if (entry.isEncrypted()) throw broken(`${fileName} is encrypted`);
    const name = fileName.replace(/\/+$/, '');
    if (this.#names.has(name)) throw broken(`${name} is in it twice`);
    this.#names.add(name);
    // Zero: made on a system without Unix file types.
    const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
    if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
      throw broken(`${fileName} is not a file but a link or a device`);
    this.#bytes += uncompressedSize;
    if (this.#bytes > unpackedBytesMax) {
      throw new Refusal(
        'InvalidParameterValueException',
        `Unzipped size must be smaller than ${unpackedBytesMax} bytes`,
      );
    }
    if (this.#bytes > RATIO_FREE_BYTES && this.#bytes > ratioMax * this.#archiveBytes) {
      throw broken(`its files are more than ${ratioMax} times larger than itself`);
    }
  }
}

async function writeAll(file: FileHandle, chunk: unknown): Promise<void> {
  if (!Buffer.isBuffer(chunk)) throw new TypeError('A zip stream yields bytes');
  let at = 0;
  while (at < chunk.length) at += (await file.write(chunk, at)).bytesWritten;
}

/** Whatever yauzl, zlib or a clash of names finds wrong is wrong with the archive; a full disk is not. */
async function refusing<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : undefined;
    const isOurs = code === undefined || code.startsWith('Z_') || CLASHES.has(code);
    throw isOurs ? broken(error.message) : error;
  }
}

/** A file where another entry needs a folder, or a name that the file system cannot hold. */
const CLASHES = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL']);

function broken(reason: string): Refusal {
  return new Refusal(
    'InvalidParameterValueException',
    `Could not unzip uploaded file: ${reason}. Please check your file, then try to upload again.`,
  );
}

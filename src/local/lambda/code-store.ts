import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '../../base/unavailable.ts';
import { ARCHIVE_LIMITS, unpack } from './code-archive.ts';
import { Refusal } from './refusal.ts';

/** A folder of code on its way in; a crash leaves it behind for the next sweep. */
const UNFINISHED = '.new-';

/** The code of created functions: `<directory>/<id>/<sha256>/`, each folder complete or absent. */
export class CodeStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  rootOf(code: { readonly id: string; readonly codeSha256: string }): string {
    return join(this.#directory, code.id, code.codeSha256);
  }

  /**
   * Unpacks an archive. When it returns, the code is on disk under its hash, also after a power loss; a crash
   * before leaves nothing that a record names.
   *
   * @throws Refusal when the archive is not acceptable; Unavailable when the disk is.
   */
  async install(id: string, archive: Buffer): Promise<{ codeSha256: string; codeSize: number }> {
    const codeSha256 = hash('sha256', archive, 'hex');
    const installed = { codeSha256, codeSize: archive.length };
    const parent = join(this.#directory, id);
    const root = join(parent, codeSha256);
    const unfinished = join(parent, `${UNFINISHED}${randomUUID()}`);
    try {
      if (await isFolder(root)) return installed;
      await mkdir(unfinished, { recursive: true });
      await unpack(archive, unfinished, ARCHIVE_LIMITS);
      await syncFolder(unfinished);
      await rename(unfinished, root).catch((error) => {
        // Somebody else has just installed the same code.
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
      });
      await syncFolder(parent);
      await syncFolder(this.#directory);
      return installed;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Unavailable('The function could not be stored', { cause: error });
    } finally {
      // What cannot be removed now goes with the next sweep, and must not hide why the code was not stored.
      await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    }
  }

  /** Removes what no record names. Only for the start, and for deployments that no process runs any more. */
  async remove(code: { readonly id: string; readonly codeSha256?: string }): Promise<void> {
    await rm(join(this.#directory, code.id, code.codeSha256 ?? ''), { recursive: true, force: true });
  }

  /** Removes all code but that of these functions: what crashes between unpacking and recording have left. */
  async sweep(kept: readonly { readonly id: string; readonly codeSha256: string }[]): Promise<void> {
    const hashes = new Map<string, Set<string>>();
    for (const { id, codeSha256 } of kept) hashes.set(id, (hashes.get(id) ?? new Set()).add(codeSha256));
    for (const entry of await readdir(this.#directory, { withFileTypes: true })) {
      // Log files lie beside the folders.
      if (!entry.isDirectory()) continue;
      const current = hashes.get(entry.name);
      if (current === undefined) await this.remove({ id: entry.name });
      else {
        for (const name of await readdir(join(this.#directory, entry.name))) {
          if (!current.has(name)) await this.remove({ id: entry.name, codeSha256: name });
        }
      }
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

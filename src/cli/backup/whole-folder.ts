import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from '../../store/sqlite/data-directory.ts';
import { EXIT, Refusal } from '../exit-code.ts';
import { syncFolders } from './copy.ts';

/**
 * Makes a folder that is complete and on disk on return, and not there at all after a crash, which leaves a folder
 * `<path>.unfinished-...` that may be removed.
 *
 * @param fill Given the folder under the name that it has until then; what it writes into files it has to sync.
 * @throws Refusal when something is at the path already; an empty folder is nothing.
 */
export async function makeWhole<Result>(
  path: string,
  fill: (unfinished: string) => Promise<Result>,
): Promise<Result> {
  if (existsSync(path) && !isEmptyFolder(path))
    throw new Refusal(EXIT.usage, `${path} is there already; nothing was changed`);
  const unfinished = `${path}.unfinished-${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(unfinished, { mode: 0o700 });
    const result = await fill(unfinished);
    await syncFolders(unfinished);
    await rename(unfinished, path);
    syncDirectory(dirname(path));
    return result;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    // No folder, or none that may be read: it is something.
    return false;
  }
}

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CREDENTIALS_FILE } from '../../api/access/credentials-file.ts';
import { parseOwnJson } from '../../base/json.ts';
import { DATABASE_FILE, documentsIn, snapshotDatabase } from '../../store/sqlite/snapshot.ts';
import { EXIT, Refusal } from '../exit-code.ts';
import { copyFile, filesBelow, measure } from './copy.ts';
import { type BackupFile, MANIFEST_FILE, type Manifest, manifestText } from './manifest.ts';
import { NAMING, type Named, namedBy } from './named.ts';
import { makeWhole } from './whole-folder.ts';

/** Snapshots that are tried when functions or objects are replaced meanwhile. */
const ATTEMPTS_MAX = 5;

/**
 * Copies a data directory as it is at one commit, while a server may run on it: the database, the code of functions
 * and the objects that it names, logs, key pairs. Complete and on disk on return, absent after a crash.
 *
 * @throws Refusal when the target is there already; StoreRefused when there is nothing to back up.
 */
export async function makeBackup(
  { data, target }: { readonly data: string; readonly target: string },
  made: Pick<Manifest, 'stepwell' | 'madeAt'>,
): Promise<Manifest> {
  return await makeWhole(resolve(target), async (unfinished) => {
    const files = await copyAll(resolve(data), unfinished);
    const manifest = { format: 1, ...made, files } as const;
    await writeFile(join(unfinished, MANIFEST_FILE), manifestText(manifest), { mode: 0o600, flush: true });
    return manifest;
  });
}

async function copyAll(from: string, to: string): Promise<readonly BackupFile[]> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    await rm(to, { recursive: true, force: true });
    await mkdir(to, { mode: 0o700 });
    const database = join(to, DATABASE_FILE);
    snapshotDatabase(from, database);
    const named = await copyNamed(from, to);
    if (named === undefined) continue;
    const rest = [
      ...(await filesBelow(join(from, 'logs'))).map((path) => join('logs', path)),
      CREDENTIALS_FILE,
    ];
    return [
      { path: DATABASE_FILE, ...(await measure(database)) },
      ...named,
      ...(await copyThose(from, to, rest)),
    ];
  }
  throw new Refusal(
    EXIT.io,
    'functions or objects were replaced again and again while they were copied; try again later',
  );
}

/** @returns undefined when something that the snapshot names may have gone while it was copied. */
async function copyNamed(from: string, to: string): Promise<BackupFile[] | undefined> {
  const copied: BackupFile[] = [];
  const doubtful: Named[] = [];
  for (const named of namedIn(to)) {
    const { path, kind } = named;
    const below =
      kind === 'file' ? [path] : (await filesBelow(join(from, path))).map((file) => join(path, file));
    const files = await copyThose(from, to, below);
    copied.push(...files);
    // A file is there or not; a folder may have been on its way out.
    if (kind === 'folder' || files.length === 0) doubtful.push(named);
  }
  // Things go only after the record that named them: as long as that is there, what was copied was all of it.
  const still = new Set(namedIn(from).map(({ path }) => path));
  return doubtful.every(({ path }) => still.has(path)) ? copied : undefined;
}

/** What a directory's database names, each thing once. */
function namedIn(directory: string): Named[] {
  const named = NAMING.flatMap((kind) =>
    documentsIn(directory, kind).flatMap(({ text }) => namedBy(kind, parseOwnJson(text))),
  );
  return [...new Map(named.map((one) => [one.path, one])).values()];
}

async function copyThose(from: string, to: string, paths: readonly string[]): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const path of paths) {
    try {
      copied.push({ path, ...(await copyFile(join(from, path), join(to, path))) });
    } catch (error) {
      // A log whose days are over, code that has been replaced, a key file that was never made.
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
    }
  }
  return copied;
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { present } from '../../base/assert.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { EXIT, Refusal } from '../exit-code.ts';
import { copyFile } from './copy.ts';
import { type BackupFile, type Manifest, readManifest } from './manifest.ts';
import { makeWhole } from './whole-folder.ts';

/**
 * Makes a data directory from a backup, every byte held against its checksum. Complete and on disk on return, absent after a
 * crash. Task tokens that were given out before are none any more, since what they stand for may have gone on elsewhere.
 *
 * @throws Refusal when the directory is there already, or the backup is damaged.
 */
export async function restoreBackup({
  backup,
  data,
}: {
  readonly backup: string;
  readonly data: string;
}): Promise<Manifest> {
  const from = resolve(backup);
  const manifest = readManifest(from);
  return await makeWhole(resolve(data), async (unfinished) => {
    for (const file of manifest.files) await restoreFile(file, { from, to: unfinished });
    await renewTokens(unfinished);
    return manifest;
  });
}

async function restoreFile(
  { path, bytes, sha256 }: BackupFile,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const source = join(from, path);
  if (!existsSync(source)) throw new Refusal(EXIT.config, `the backup is damaged: ${path} is missing`);
  const copied = await copyFile(source, join(to, path));
  if (copied.bytes === bytes && copied.sha256 === sha256) return;
  throw new Refusal(EXIT.config, `the backup is damaged: ${path} is not what was written`);
}

/** The names of Map Runs stay what they were: only what tokens are sealed with is new. */
async function renewTokens(directory: string): Promise<void> {
  const store = await openSqliteStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  try {
    const tokens = present(await store.document('secret', 'task-tokens'), 'secret of the task tokens');
    const mapRuns = await store.document('secret', 'map-runs');
    const outcome = await store.write([
      ...(mapRuns === undefined
        ? [{ kind: 'secret', key: 'map-runs', text: tokens.text, expectedVersion: 0 }]
        : []),
      {
        ...{ kind: 'secret', key: 'task-tokens', text: randomBytes(32).toString('base64') },
        expectedVersion: tokens.version,
      },
    ]);
    present(outcome === 'committed' || undefined, 'commit of the new secret');
  } finally {
    await store.close();
  }
}

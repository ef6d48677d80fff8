import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Refusal } from '../exit-code.ts';

/** What a backup holds. It is written last: a backup without one is none. */
export interface Manifest {
  readonly format: 1;
  /** The version of stepwell that made it. */
  readonly stepwell: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly files: readonly BackupFile[];
}

export interface BackupFile {
  /** With `/`, within the backup and within the data directory. */
  readonly path: string;
  readonly bytes: number;
  readonly mode: number;
  readonly sha256: string;
}

export const MANIFEST_FILE = 'manifest.json';

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, sha256: digestOf(manifest) }, undefined, 1)}\n`;
}

/** @throws Refusal when there is none, or not all of it is as it was written. */
export function readManifest(backup: string): Manifest {
  const file = join(backup, MANIFEST_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(EXIT.io, `${backup} is no backup: ${MANIFEST_FILE} cannot be read`, { cause: error });
  }
  const manifest = parsed(text);
  if (manifest === undefined) throw new Refusal(EXIT.config, `${file} is damaged`);
  if (manifest.format !== 1)
    throw new Refusal(EXIT.config, `${file} was written by a newer stepwell (${manifest.stepwell})`);
  return manifest;
}

function parsed(text: string): Manifest | undefined {
  try {
    const { sha256, ...manifest } = JSON.parse(text);
    return sha256 === digestOf(manifest) && manifest.files.every(isWithin) ? manifest : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return undefined;
  }
}

function digestOf(manifest: Manifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

/** A backup may come from elsewhere: nothing in it is written outside the directory it is restored to. */
function isWithin({ path }: BackupFile): boolean {
  return !path.startsWith('/') && !path.includes('\\') && path.split('/').every((part) => !NOWHERE.has(part));
}

const NOWHERE: ReadonlySet<string> = new Set(['', '.', '..']);

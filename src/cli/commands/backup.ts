import { makeBackup } from '../backup/backup.ts';
import type { Manifest } from '../backup/manifest.ts';
import { restoreBackup } from '../backup/restore.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable, type Terminal } from '../terminal.ts';
import { version } from './version.ts';

/** The data directory of a server, which may run meanwhile. */
export interface BackupOptions {
  readonly data: string;
}

/** Copies a data directory into a folder that is not there yet. */
export async function backup(target: string, { data }: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const madeAt = new Date().toISOString();
  const manifest = await makeBackup({ data, target }, { stepwell: version(), madeAt });
  terminal.say(`backed up to ${printable(target)}: ${sizeOf(manifest)}`);
  return EXIT.ok;
}

/** Makes a data directory of a backup. */
export async function restore(
  source: string,
  { data }: BackupOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const manifest = await restoreBackup({ backup: source, data });
  terminal.say(`restored to ${printable(data)} as of ${printable(manifest.madeAt)}: ${sizeOf(manifest)}`);
  terminal.say(
    'Task tokens given out before are refused from now on: what waits for one waits for its timeout.',
  );
  return EXIT.ok;
}

function sizeOf({ files }: Manifest): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`;
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** A data directory of one version of stepwell, as it was when its server was killed, and what is known of it. */
export interface Archive<Facts> {
  readonly facts: Facts;
  /** Contents in base64, by path in the directory. */
  readonly files: Readonly<Record<string, string>>;
}

/** Of one process: nothing in them has to survive. */
const PASSING = /^(lock\.db.*|pid|ballast|.*-shm)$/;

export function pack<Facts>(directory: string, facts: Facts): Buffer {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !PASSING.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
  const files = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(directory, path)).toString('base64')]),
  );
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return brotliCompressSync(JSON.stringify({ facts, files } satisfies Archive<Facts>), { params });
}

/** Lays the files out in a directory, which is made. @returns the facts, which are of the type that was packed. */
export function unpack<Facts>(archive: Buffer, directory: string): Facts {
  // What `pack` has written.
  const { facts, files } = JSON.parse(brotliDecompressSync(archive).toString()) as Archive<Facts>;
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, Buffer.from(content, 'base64'), { mode: 0o600 });
  }
  return facts;
}

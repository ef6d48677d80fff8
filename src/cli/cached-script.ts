import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { Script } from 'node:vm';

export interface Cached {
  /** What the script evaluates to. */
  readonly value: unknown;
  /** Keeps the code that is compiled by now, unless some was there. Done at the end of a process, too, that ends well. */
  keep(): void;
}

/**
 * Runs a script with the compiled code that an earlier process has left, and leaves its own where there is none.
 *
 * Node's own cache has what is compiled when a file is loaded, and that is none of its functions: each start would compile
 * the 500 that it calls, which takes 11 of its 68 ms. The code here comes from a process that had called them already.
 *
 * @param file ASCII. Its name must change with what is in it: V8 compares no more of it than its length.
 * @param cache Where the compiled code is kept; undefined: nowhere. V8 itself knows code of another version.
 */
export function runCached(file: string, cache: string | undefined): Cached {
  const cachedData = cache === undefined ? undefined : readOwn(cache);
  const source = readFileSync(file, 'latin1');
  const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
  const isWanted = cache !== undefined && script.cachedDataRejected !== false;
  return { value: script.runInThisContext(), keep: isWanted ? keeper(script, cache) : () => {} };
}

/** Undefined when it is not there, or others could have written it: whatever it says would be run. */
function readOwn(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { uid, mode } = fstatSync(descriptor);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Of a process that fails there is too little to be kept. */
function keeper(script: Script, cache: string): () => void {
  const keep = () => {
    process.off('exit', onExit);
    write(cache, script.createCachedData());
  };
  const onExit = (code: number) => {
    if (code === 0) keep();
  };
  process.on('exit', onExit);
  return keep;
}

/** Whole or not at all, also after a power cut: V8 would run what is left of it. */
function write(path: string, data: Buffer): void {
  const unfinished = `${path}-${process.pid}`;
  try {
    const descriptor = openSync(unfinished, 'wx', 0o600);
    try {
      writeFileSync(descriptor, data);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, path);
  } catch {
    // Without it the next start takes longer, and tries again.
    rmSync(unfinished, { force: true });
  }
}

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIM = fileURLToPath(new URL('./shim.c', import.meta.url));
const COMMITTER = fileURLToPath(new URL('./committer.ts', import.meta.url));

/** What a process did to its data directory, in order. Paths are names in it; '' is the directory itself. */
export type Step =
  | { readonly kind: 'create' | 'unlink'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  /** Everything done to the file before step `covers` is on disk. */
  | { readonly kind: 'sync'; readonly path: string; readonly covers: number }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'ack'; readonly id: number; readonly version: number };

export type Synchronous = 'FULL' | 'NORMAL' | 'OFF';

/** Whether there is a compiler for the shim, and a loader that takes it. */
export const canRecord =
  process.platform === 'linux' && spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;

/** Lets a process commit so often, and returns what it did. */
export function record(synchronous: Synchronous, commits: number): Step[] {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-power-'));
  try {
    const data = join(directory, 'data');
    const shim = join(directory, 'shim.so');
    const log = join(directory, 'log');
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', shim, SHIM, '-ldl', '-lpthread']);
    const { signal, stderr } = spawnSync(process.execPath, [COMMITTER, data, synchronous, String(commits)], {
      env: { ...process.env, LD_PRELOAD: shim, RECORD_DIR: data, RECORD_LOG: log },
      encoding: 'utf8',
    });
    if (signal !== 'SIGKILL') throw new Error(`the committer did not come to its end: ${stderr}`);
    return parse(readFileSync(log), data);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const KINDS = ['', 'create', 'write', 'truncate', 'sync', 'unlink', 'rename'] as const;
/** Kind, position, number of data bytes, number of path bytes. */
const HEAD_BYTES = 15;

function parse(log: Buffer, root: string): Step[] {
  const steps: Step[] = [];
  for (let offset = 0; offset < log.length; ) {
    const at = Number(log.readBigUInt64LE(offset + 1));
    const pathStart = offset + HEAD_BYTES;
    const dataStart = pathStart + log.readUInt16LE(offset + 13);
    const end = dataStart + log.readUInt32LE(offset + 9);
    const path = log.toString('utf8', pathStart, dataStart).slice(root.length + 1);
    steps.push(
      stepOf({ kind: KINDS[log.readUInt8(offset)] ?? '', path, at, data: log.subarray(dataStart, end) }),
    );
    offset = end;
  }
  return steps;
}

interface Raw {
  readonly kind: (typeof KINDS)[number];
  readonly path: string;
  readonly at: number;
  readonly data: Buffer;
}

function stepOf({ kind, path, at, data }: Raw): Step {
  switch (kind) {
    case 'create':
    case 'unlink':
      return { kind, path };
    case 'write': {
      if (path !== 'acks') return { kind, path, at, data };
      const [id, version] = data.toString().split(' ').map(Number);
      return { kind: 'ack', id: id ?? 0, version: version ?? 0 };
    }
    case 'truncate':
      return { kind, path, size: at };
    case 'sync':
      return { kind, path, covers: at };
    case 'rename':
      return { kind, path, to: basename(data.toString()) };
    default:
      throw new Error(`a record of no kind: ${path}`);
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Processor seconds that a process has used so far, all its threads together. Linux. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name, may have spaces; utime and stime are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory in megabytes. Linux. */
export function residentMb(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * PAGE_BYTES) / 1e6;
}

/** Milliseconds that an append of 4 KiB and its fdatasync take, median of `count`. */
export function syncMs(directory: string, count: number): number {
  const path = join(directory, 'sync');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(PAGE_BYTES, 1);
  try {
    return median(
      Array.from({ length: count }, () => {
        const before = performance.now();
        writeSync(file, page);
        fdatasyncSync(file);
        return performance.now() - before;
      }),
    );
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

/** Milliseconds that `node -e 0` takes. */
export async function bareNodeMs(): Promise<number> {
  const before = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - before;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

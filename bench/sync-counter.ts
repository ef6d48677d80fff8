import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./sync-counter.c', import.meta.url));

/** How often a process has had the disk sync. */
export interface SyncCounter {
  /** For the process that is counted. */
  readonly env: NodeJS.ProcessEnv;
  count(): number;
}

/** Undefined where nothing can compile the counter. */
export function createSyncCounter(directory: string): SyncCounter | undefined {
  const library = join(directory, 'sync-counter.so');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl'], {
    stdio: 'ignore',
  });
  if (status !== 0) return undefined;
  const file = join(directory, 'syncs');
  writeFileSync(file, Buffer.alloc(8));
  return {
    env: { LD_PRELOAD: library, SYNC_COUNT: file },
    count: () => Number(readFileSync(file).readBigUInt64LE()),
  };
}

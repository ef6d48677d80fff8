import { type Stats, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeCallFile, readCallFile } from './call-file.ts';
import { processStart } from './process-start.ts';
import { readSpoolRecords, type SpooledAnswer, type SpoolRecords, type Terms } from './spool-records.ts';
import type { AttemptNames } from './tickets.ts';

/** How often a process that is nobody's child any more is looked at. */
const LOOK_EVERY_MS = 20;

/** A process of an earlier host, which may still run, and what it has written down. */
export class FormerWorker {
  readonly #path: string;
  readonly #pid: number;
  readonly #start: string;
  /** When its file was closed. */
  #begun: ReadonlyMap<string, Terms> | undefined;
  #read: { readonly records: SpoolRecords; readonly mtimeMs: number; readonly size: number } | undefined;

  constructor(path: string, { pid, start }: ProcessName) {
    this.#path = path;
    this.#pid = pid;
    this.#start = start;
  }

  get isAlive(): boolean {
    return processStart(this.#pid) === this.#start;
  }

  async records(): Promise<SpoolRecords> {
    const { mtimeMs, size } = statOf(this.#path);
    if (this.#read?.size === size && this.#read.mtimeMs === mtimeMs) return this.#read.records;
    const records = readSpoolRecords(await readFile(this.#path).catch(() => Buffer.alloc(0)));
    this.#read = { records, mtimeMs, size };
    return records;
  }

  /** From here on it makes no call that it has not written down. What it writes down later, it leaves alone. */
  close(): void {
    if (closeCallFile(this.#path)) this.#begun = readCallFile(this.#path)?.received;
    else this.kill();
  }

  /** Calls that are its own, and what it was told about them, by mark. */
  async begun(): Promise<ReadonlyMap<string, Terms>> {
    return this.#begun ?? (await this.records()).received;
  }

  /**
   * What became of a call.
   *
   * @param signal Aborted: the process is killed, for nobody waits for it.
   * @returns `unmade` when it had written it down and then found its file closed; undefined when it has ended without a word.
   */
  async outcome(
    { mark, ticket }: AttemptNames,
    { now, signal }: { readonly now: () => number; readonly signal: AbortSignal },
  ): Promise<SpooledAnswer | 'timedOut' | 'unmade' | undefined> {
    for (;;) {
      // In this order: what it has written before its end is seen.
      const { isAlive } = this;
      const { received, answered } = await this.records();
      const answer = answered.get(ticket);
      const terms = received.get(mark);
      if (answer !== undefined) return answer;
      if (terms === undefined) return 'unmade';
      if (!isAlive) return undefined;
      const isLate = now() > terms.deadline;
      if (isLate || signal.aborted) this.kill();
      if (isLate) return 'timedOut';
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Ends it, and all that it has started. */
  kill(): void {
    if (!this.isAlive) return;
    try {
      process.kill(-this.#pid, 'SIGKILL');
    } catch (error) {
      // It has ended since.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** Nobody will ask for any of its calls: a process that still runs one runs it for nobody. */
  async remove(): Promise<void> {
    this.kill();
    // What cannot be removed now goes with the next start.
    await rm(this.#path, { force: true }).catch(() => {});
  }
}

export interface ProcessName {
  readonly pid: number;
  readonly start: string;
}

/** From the name of a file; undefined when it is not one of a process. */
export function processName(file: string): ProcessName | undefined {
  const [, pid, start] = /^(\d+)-([\w.]+)$/.exec(file) ?? [];
  return pid === undefined || start === undefined ? undefined : { pid: Number(pid), start };
}

function statOf(path: string): Pick<Stats, 'mtimeMs' | 'size'> {
  return statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
}

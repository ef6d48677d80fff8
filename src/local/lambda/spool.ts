import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FormerWorker, processName } from './former-worker.ts';
import { bootId } from './process-start.ts';
import type { SpooledAnswer, Terms } from './spool-records.ts';
import { Tickets } from './tickets.ts';
import { type CallNote, type GivenTerms, WorkerSpool } from './worker-spool.ts';

/** What became of a call that an earlier host was asked for. */
export type Fate =
  | { readonly type: 'neverReceived' }
  | { readonly type: 'unknown' }
  | { readonly type: 'timedOut'; readonly terms: Terms }
  | (SpooledAnswer & { readonly terms: Terms });

/** Which life of the machine, and which folder, these files are of. */
const PLACE = 'place';

/**
 * The files in which the processes of functions write down what they do, so that a later host can tell what became of the
 * calls of this one.
 *
 * A `kill -9` loses nothing that was written, so nothing is synced while a host is there to take the answer: the commit of
 * the answer follows at once. A power cut may lose the last of it, so that a call without a mark says nothing when the
 * machine has been started since, or when this is a copy of the folder.
 */
export class Spool {
  readonly #directory: string;
  readonly #tickets: Tickets;
  readonly #now: () => number;
  readonly #place: string | undefined;
  /** Whether what is not written down has not happened. */
  readonly #isWhole: boolean;
  #former: FormerWorker[];
  /** Of this host: attempts in the file of a process. */
  readonly #writers = new Map<string, WorkerSpool>();
  /** Attempts of earlier hosts whose outcomes are not on disk; undefined while nobody knows. */
  #inherited: ReadonlySet<string> | undefined;

  /** @param directory Made when it is not there. */
  constructor(directory: string, { secret, now }: { readonly secret: Buffer; readonly now: () => number }) {
    this.#directory = directory;
    this.#tickets = new Tickets(secret);
    this.#now = now;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const boot = bootId();
    const { dev, ino } = statSync(directory);
    this.#place = boot === undefined ? undefined : `${boot} ${dev} ${ino}`;
    this.#isWhole = this.#place !== undefined && this.#place === textAt(join(directory, PLACE));
    this.#former = readdirSync(directory).flatMap((file) => {
      const name = processName(file);
      // Of a process that had no call yet.
      if (file.startsWith(UNNAMED)) rmSync(join(directory, file), { force: true });
      return name === undefined ? [] : new FormerWorker(join(directory, file), name);
    });
    // Calls may be on the way to them: what they have not written down by now, they do not make.
    for (const worker of this.#former) worker.close();
  }

  get directory(): string {
    return this.#directory;
  }

  /** For a process that is about to be started. */
  open(): WorkerSpool {
    return new WorkerSpool(this.#directory, `${UNNAMED}${randomUUID()}`, this.#tickets);
  }

  begin(writer: WorkerSpool, attemptId: string, terms: GivenTerms): CallNote {
    this.#writers.set(attemptId, writer);
    return writer.begin(attemptId, terms);
  }

  /**
   * What became of a call that an earlier host may have made; waits for one that still runs.
   *
   * @param signal Aborted when nobody waits any longer: ends the process that runs it.
   * @param runs Told at once when it still runs.
   */
  async fate(attemptId: string, signal: AbortSignal, runs: () => void): Promise<Fate> {
    const names = this.#tickets.of(attemptId);
    for (const worker of this.#former) {
      const terms = (await worker.begun()).get(names.mark);
      if (terms === undefined) continue;
      if (worker.isAlive && !(await worker.records()).answered.has(names.ticket)) runs();
      const outcome = await worker.outcome(names, { now: this.#now, signal });
      if (outcome === 'unmade') continue;
      if (outcome === undefined) return { type: 'unknown' };
      return outcome === 'timedOut' ? { type: outcome, terms } : { ...outcome, terms };
    }
    return { type: this.#isWhole ? 'neverReceived' : 'unknown' };
  }

  /** An outcome is on disk, or nobody wants it. */
  settled(attemptId: string): void {
    this.#writers.get(attemptId)?.settled(attemptId);
    this.#writers.delete(attemptId);
    this.#forgetIfSettled();
  }

  /**
   * These are all attempts of earlier hosts that anybody will ask for; the set shrinks as they are settled. What nobody asks
   * for is removed, and a process that still runs it is ended.
   */
  async recovered(inherited: ReadonlySet<string>): Promise<void> {
    const marks = new Set([...inherited].map((attempt) => this.#tickets.of(attempt).mark));
    const needed: FormerWorker[] = [];
    for (const worker of this.#former) {
      const begun = await worker.begun();
      if ([...begun.keys()].some((mark) => marks.has(mark))) needed.push(worker);
      else await worker.remove();
    }
    this.#former = needed;
    this.#inherited = inherited;
    this.#forgetIfSettled();
  }

  /** From here on, what is not written down has not happened: every attempt of before has its outcome. */
  #forgetIfSettled(): void {
    if (this.#inherited?.size !== 0) return;
    this.#inherited = undefined;
    for (const worker of this.#former.splice(0)) void worker.remove();
    if (this.#place !== undefined && !this.#isWhole) this.#claimPlace(this.#place);
  }

  #claimPlace(place: string): void {
    try {
      writeFileSync(join(this.#directory, PLACE), place, { mode: 0o600 });
    } catch {
      // Until a later host can write it, what is not written down is unknown.
    }
  }
}

/** Files of processes that are being started. */
const UNNAMED = 'new-';

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

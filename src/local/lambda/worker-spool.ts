import { closeSync, openSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { closeCallFile, readCallFile, reopenCallFile } from './call-file.ts';
import { processStart } from './process-start.ts';
import type { SpooledAnswer, SpoolRecords, Terms } from './spool-records.ts';
import type { Tickets } from './tickets.ts';

/** A file longer than this is emptied as soon as nothing in it is needed. */
const FILE_BYTES_USUAL = 65_536;
/** A process whose file is longer than this takes no call until all in it is on disk elsewhere. */
const FILE_BYTES_FULL = 4 * 1_048_576;

/** What a process is told about writing down a call. */
export interface CallNote {
  /** Names the call: to be written before the handler is called, with the terms and when it has to end. */
  readonly mark: string;
  /** Names the answer. */
  readonly ticket: string;
  readonly terms: GivenTerms;
}

/** Those that the host knows before the handler is called. */
export type GivenTerms = Omit<Terms, 'deadline' | 'timeout'>;

/**
 * The file in which one process of this host writes down its calls. It is named for the process, `<pid>-<start>`, and
 * the process has it open as a descriptor: the name is not told to the function.
 */
export class WorkerSpool {
  /** For the process, until `started`. */
  readonly fd: number;
  readonly #directory: string;
  readonly #tickets: Tickets;
  #path: string;
  /** Attempts whose outcome is not on disk elsewhere. */
  readonly #needed = new Set<string>();
  #bytes = 0;
  #isOver = false;
  #isClosed = false;
  #drained: PromiseWithResolvers<void> | undefined;

  /** @param name Of the file, until the process is known. */
  constructor(directory: string, name: string, tickets: Tickets) {
    this.#directory = directory;
    this.#tickets = tickets;
    this.#path = join(directory, name);
    this.fd = openSync(this.#path, 'ax', 0o600);
  }

  /** The process has the file now. Nothing was called yet: a crash before this leaves a file that says nothing. */
  started(pid: number | undefined): void {
    closeSync(this.fd);
    const start = pid === undefined ? undefined : processStart(pid);
    if (start === undefined) return this.over();
    const path = join(this.#directory, `${pid}-${start}`);
    renameSync(this.#path, path);
    this.#path = path;
  }

  /** Its last part. */
  get name(): string {
    return this.#path.slice(this.#directory.length + 1);
  }

  /** Before a call is sent. */
  begin(attemptId: string, terms: GivenTerms): CallNote {
    if (this.#needed.size === 0 && this.#bytes > FILE_BYTES_USUAL) {
      this.#empty();
    }
    this.#needed.add(attemptId);
    return { ...this.#tickets.of(attemptId), terms };
  }

  /** The process makes no more calls than it has begun. @returns what it has; undefined: it cannot be told. */
  close(): SpoolRecords | undefined {
    this.#isClosed = closeCallFile(this.#path);
    return this.#isClosed ? this.records() : undefined;
  }

  /** It has let go of all that it had. @returns false when it can be given no more calls. */
  reopen(): boolean {
    if (this.#isClosed) this.#isClosed = !reopenCallFile(this.#path);
    return !this.#isClosed;
  }

  /** @returns undefined when they cannot be read. */
  records(): SpoolRecords | undefined {
    return readCallFile(this.#path);
  }

  /** What the process has made of an attempt: its answer, `begun`, or nothing. */
  made(attemptId: string, { received, answered }: SpoolRecords): SpooledAnswer | 'begun' | undefined {
    const { mark, ticket } = this.#tickets.of(attemptId);
    return answered.get(ticket) ?? (received.has(mark) ? 'begun' : undefined);
  }

  /** @param length Of the answer, about. */
  answered(length: number): void {
    this.#bytes += length + NOTES_LENGTH;
  }

  /** The outcome is on disk elsewhere, or nobody wants it. */
  settled(attemptId: string): void {
    this.#needed.delete(attemptId);
    if (this.#needed.size > 0) return;
    this.#drained?.resolve();
    this.#drained = undefined;
    if (this.#isOver) this.#remove();
  }

  /** Resolves when there is room for another call; undefined: there is. */
  room(): Promise<void> | undefined {
    if (this.#needed.size === 0 || this.#bytes < FILE_BYTES_FULL) return undefined;
    this.#drained ??= Promise.withResolvers();
    return this.#drained.promise;
  }

  /** The process is gone; what it has answered is kept as long as it is needed. */
  over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#needed.size === 0) this.#remove();
  }

  #empty(): void {
    this.#bytes = 0;
    try {
      truncateSync(this.#path);
    } catch {
      // The function may have removed it. What is not emptied now is with the next call.
    }
  }

  #remove(): void {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // It goes with the next start.
    }
  }
}

/** The lines around an answer, about. */
const NOTES_LENGTH = 250;

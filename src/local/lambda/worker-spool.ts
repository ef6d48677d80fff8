import { closeSync, openSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from './process-start.ts';
import { receivedLine, type Terms } from './spool-records.ts';
import type { Tickets } from './tickets.ts';

/** A file longer than this is emptied as soon as nothing in it is needed. */
const FILE_BYTES_USUAL = 65_536;
/** A process whose file is longer than this takes no call until all in it is on disk elsewhere. */
const FILE_BYTES_FULL = 4 * 1_048_576;

/** What a process is told about writing down a call. */
export interface CallNote {
  /** To be written before the handler is called. */
  readonly received: string;
  /** Names the answer. */
  readonly ticket: string;
}

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
  begin(attemptId: string, terms: Terms): CallNote {
    if (this.#needed.size === 0 && this.#bytes > FILE_BYTES_USUAL) {
      this.#empty();
    }
    this.#needed.add(attemptId);
    const { mark, ticket } = this.#tickets.of(attemptId);
    return { received: receivedLine(mark, terms), ticket };
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

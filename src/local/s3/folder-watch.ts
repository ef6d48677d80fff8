import { type FSWatcher, watch } from 'node:fs';
import type { Clock } from '../../base/clock.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { SETTLE_MS } from './folder-scan.ts';

export interface FolderWatchOptions {
  readonly path: string;
  /** Looks at everything; whether it should look again soon. */
  readonly scan: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

/** After the system has told of a change others often follow. */
const NOTICE_MS = 100;
/** Systems forget to tell: network disks, containers, many files at once. */
const RESCAN_MS = 2_000;
/** A large folder has at most this part of the time. */
const SHARE = 0.1;
/** More than this no clock is asked for, nor does one that was set back hold it up. */
const REST_MS_MAX = 60_000;

/** Has a folder scanned when the system tells of changes, and every now and then. */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  #watcher: FSWatcher | undefined;
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;
  #scanning: Promise<void> | undefined;
  /** Before it there is no next scan, whoever tells of what. */
  #restUntil = 0;
  #isTold = false;
  #isClosed = false;
  #said = '';

  constructor(options: FolderWatchOptions) {
    this.#options = options;
  }

  start(): void {
    const { path } = this.#options;
    try {
      this.#watcher = watch(path, { recursive: true, persistent: false });
      this.#watcher.on('change', () => this.wake());
      this.#watcher.on('error', (error) => this.#unwatched(error));
    } catch (error) {
      this.#unwatched(error);
    }
    this.wake();
  }

  /** Something may have changed. */
  wake(): void {
    this.#isTold = this.#scanning !== undefined;
    if (!this.#isTold) this.#in(NOTICE_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#watcher?.close();
    await this.#scanning;
  }

  #in(wanted: number): void {
    const now = this.#options.clock.now();
    const ms = Math.min(Math.max(wanted, this.#restUntil - now), REST_MS_MAX);
    const at = now + ms;
    if (this.#isClosed || (this.#timer !== undefined && this.#timer.at <= at)) return;
    this.#timer?.cancel();
    const cancel = this.#options.clock.after(ms, () => {
      this.#timer = undefined;
      this.#scanning = this.#scan().catch(this.#options.onDefect);
    });
    this.#timer = { at, cancel };
  }

  async #scan(): Promise<void> {
    const { scan, clock } = this.#options;
    const start = clock.now();
    let isRestless = false;
    try {
      isRestless = await scan();
      this.#said = '';
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.#say(`changes of files are not noticed for now: ${error.message}`);
    }
    this.#scanning = undefined;
    const end = clock.now();
    this.#restUntil = end + (end - start) / SHARE;
    this.#in(this.#isTold ? NOTICE_MS : isRestless ? SETTLE_MS : RESCAN_MS);
    this.#isTold = false;
  }

  #unwatched(error: unknown): void {
    this.#watcher?.close();
    const { message } = error instanceof Error ? error : { message: String(error) };
    this.#say(
      `the system does not tell of changes in the folder of buckets, which are looked for: ${message}`,
    );
  }

  #say(line: string): void {
    if (line !== this.#said) this.#options.log(line);
    this.#said = line;
  }
}

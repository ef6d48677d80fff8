import type { Clock } from '../../base/clock.ts';
import { Unavailable } from '../../base/unavailable.ts';

export interface RepeatingScanOptions {
  readonly clock: Clock;
  /**
   * Looks for work and does it. Never called twice at once.
   *
   * @returns the milliseconds after which to look again, whoever may have called `wake` until then; 0: at once.
   */
  readonly scan: (signal: AbortSignal) => Promise<number>;
  readonly onDefect: (error: unknown) => void;
}

/** While the store is not there. */
const RETRY_MS = 1_000;

/**
 * Work that is found by looking, again and again: what a crash has left undone, or a lost hint, is found by the next
 * look.
 *
 * stopped -> waiting (`start`) -> scanning (`wake`, or time) -> waiting; `close` ends it from anywhere.
 */
export class RepeatingScan {
  readonly #options: RepeatingScanOptions;
  readonly #closing = new AbortController();
  #isStarted = false;
  #isWanted = false;
  #running: Promise<void> | undefined;
  #cancel: () => void = () => {};

  constructor(options: RepeatingScanOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStarted = true;
    this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isStarted || this.#running !== undefined || this.#closing.signal.aborted) return;
    this.#cancel();
    this.#running = this.#run()
      .catch(this.#options.onDefect)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when what is under way has ended; its signal is aborted. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#isWanted && !signal.aborted) {
      this.#isWanted = false;
      const ms = await this.#scan(signal);
      if (signal.aborted) return;
      if (ms <= 0) this.#isWanted = true;
      else if (!this.#isWanted) this.#cancel = this.#options.clock.after(ms, () => this.wake());
    }
  }

  async #scan(signal: AbortSignal): Promise<number> {
    try {
      return await this.#options.scan(signal);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return RETRY_MS;
    }
  }
}

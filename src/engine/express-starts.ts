import type { Clock } from '../base/clock.ts';
import type { StoredDocument } from '../base/documents.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { Store } from '../store/store.ts';

const KIND = 'express';
/** Starts read at a time; one may be as large as its input. */
const PAGE = 50;
/** Before an end is written again to a store that is not there for now. */
const RETRY_MS = 250;

/** What it takes to run an asynchronous Express execution from its beginning, once more if need be. */
export interface ExpressStart {
  readonly machine: number;
  readonly revision: number;
  readonly name: string;
  /** The last part of the execution's ARN, unique. */
  readonly run: string;
  readonly input: string;
}

/** The asynchronous Express executions that have been acknowledged and have not ended. */
export class ExpressStarts {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #removals = new Set<Promise<void>>();
  #isClosed = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Durable on return. */
  async add(start: ExpressStart): Promise<void> {
    const text = JSON.stringify(start);
    const outcome = await this.#store.write([{ kind: KIND, key: start.run, text, expectedVersion: 0 }]);
    if (outcome === 'conflict') throw new Unavailable(`the number ${start.run} is another execution's`);
  }

  /** It has ended. Tried until the store has it, or the process ends: then it runs once more. */
  async remove(run: string): Promise<void> {
    const removal = this.#remove(run);
    this.#removals.add(removal);
    await removal;
    this.#removals.delete(removal);
  }

  /** In the order in which they were added. */
  async *all(): AsyncGenerator<ExpressStart> {
    let after = 0;
    for (;;) {
      const page: StoredDocument[] = await this.#store.documents(KIND, { prefix: '', after, limit: PAGE });
      for (const { text, position } of page) {
        // Written by `add` alone.
        yield JSON.parse(text) as ExpressStart;
        after = position;
      }
      if (page.length < PAGE) return;
    }
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#removals);
  }

  async #remove(run: string): Promise<void> {
    for (;;) {
      try {
        // A conflict: it is gone already.
        await this.#store.write([{ kind: KIND, key: run, text: undefined, expectedVersion: 1 }]);
        return;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        if (this.#isClosed) return;
        await new Promise<void>((resolve) => this.#clock.after(RETRY_MS, resolve));
      }
    }
  }
}

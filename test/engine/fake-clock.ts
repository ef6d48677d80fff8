import type { Clock } from '../../src/base/clock.ts';
import { NOON } from '../interpreter/machine-run.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** For tests: time that goes by when it is told to. */
export class FakeClock implements Clock {
  #now = NOON;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get size(): number {
    return this.#timers.size;
  }

  /** Moves the hands and fires nothing: a process that was held up, or a clock that was set. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Time goes by; each timer that is due fires at its moment, and all that follows from it happens then. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await quiet();
    for (let timer = this.#next(end); timer !== undefined; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.callback();
      await quiet();
    }
    this.#now = end;
  }

  /** The process is gone: nothing fires any more. */
  clear(): void {
    this.#timers.clear();
  }

  #next(end: number): Timer | undefined {
    const due = [...this.#timers].filter(({ at }) => at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}

/** Resolves when every promise that can go on has gone on. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

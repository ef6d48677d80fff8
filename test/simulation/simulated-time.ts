import type { Clock } from '../../src/base/clock.ts';
import { NOON } from '../interpreter/machine-run.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** By both measures. */
export interface Moment {
  readonly elapsed: number;
  readonly wall: number;
}

/**
 * The time of a simulation: what has really gone by, in milliseconds, and what a wall clock says, which may be set. It
 * moves when it is told to, and never by itself.
 */
export class SimulatedTime implements Moment {
  #elapsed = 0;
  #wall = NOON;
  #timers: Timer[] = [];
  /** The latest that the wall clock has shown. */
  latest = NOON;
  /** When timers were last kept from firing in time. */
  skippedAt = 0;

  get elapsed(): number {
    return this.#elapsed;
  }

  get wall(): number {
    return this.#wall;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#elapsed + Math.max(Math.ceil(ms), 0), callback };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** A process's clock. It stands still once the process is gone. */
  clockOf(process: { readonly isDead: boolean }): Clock {
    return {
      now: () => this.#wall,
      after: (ms, callback) =>
        this.after(ms, () => {
          if (!process.isDead) callback();
        }),
    };
  }

  /** Time goes by; each timer fires at its moment, and all that follows from it happens then. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await quiet();
    for (let timer = this.#take(end); timer !== undefined; timer = this.#take(end)) {
      this.#move(timer.at);
      timer.callback();
      await quiet();
    }
    this.#move(end);
  }

  /** So much time goes by at once, as when a machine sleeps: what was due meanwhile fires once, and late. */
  async skip(ms: number): Promise<void> {
    this.#move(this.#elapsed + ms);
    this.skippedAt = this.#elapsed;
    await this.pass(0);
  }

  /** Somebody sets the clock. */
  set(ms: number): void {
    this.#wall += ms;
    this.latest = Math.max(this.latest, this.#wall);
  }

  #move(to: number): void {
    if (to <= this.#elapsed) return;
    this.#wall += to - this.#elapsed;
    this.latest = Math.max(this.latest, this.#wall);
    this.#elapsed = to;
  }

  /** The next timer until then, of those of one moment the first that was set. */
  #take(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    }
    if (next !== undefined) this.#timers.splice(this.#timers.indexOf(next), 1);
    return next;
  }
}

/** Resolves when every promise that can go on has gone on. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

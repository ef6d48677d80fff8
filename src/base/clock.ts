import type { Instant } from './time.ts';

/** Time as an argument: production reads the machine's, tests and the simulation move their own. */
export interface Clock {
  now(): Instant;
  /**
   * Calls back once, not before `ms` milliseconds have passed; at most a minute is ever asked for, since
   * `setTimeout` beyond 24.8 days fires at once.
   *
   * @returns Cancels it; harmless afterwards.
   */
  after(ms: number, callback: () => void): () => void;
}

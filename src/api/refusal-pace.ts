import type { Instant } from '../base/time.ts';

const TICK_MS = 10;
/** So many are refused in a tick whoever else waits. */
const PER_TICK = 10;
/** A queue that stays as long as it is has been answered once in this time. */
const ROUND_MS = 3000;
/** More than there are connections: only who sends on before the first answer comes is refused without a wait. */
const WAITING_MAX = 20_000;

/**
 * Refuses at a pace. Who is refused comes back, the sooner the sooner the answer is there, and a server that refuses as
 * fast as it can does nothing else: what it let in is never done, so that it lets in nobody any more.
 */
export class RefusalPace {
  readonly #now: () => Instant;
  readonly #later: (callback: () => void, ms: number) => unknown;
  readonly #waiting: (() => void)[] = [];
  /** In this tick. */
  #refused = 0;
  #isTicking = false;
  #isClosed = false;

  constructor(now: () => Instant, later: (callback: () => void, ms: number) => unknown = setTimeout) {
    this.#now = now;
    this.#later = later;
  }

  /** @param answer Called at once, or when its turn has come. */
  refuse(answer: () => void): void {
    const mayWait = !this.#isClosed && this.#waiting.length < WAITING_MAX;
    if (mayWait && this.#refused >= PER_TICK) {
      this.#waiting.push(answer);
      return;
    }
    this.#refused++;
    if (!this.#isTicking) this.#tick();
    answer();
  }

  /** Nobody waits any more. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const answer of this.#waiting.splice(0)) answer();
  }

  #tick(): void {
    this.#isTicking = true;
    const before = this.#now();
    this.#later(() => {
      // When there is much else to do, ticks come late.
      const due = Math.ceil((this.#waiting.length * (this.#now() - before)) / ROUND_MS);
      const answers = this.#waiting.splice(0, Math.max(due, PER_TICK));
      this.#refused = answers.length;
      this.#isTicking = false;
      if (answers.length > 0) this.#tick();
      for (const answer of answers) answer();
    }, TICK_MS);
  }
}

import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';

/** Calls that may be under way at once: at first, and whatever happens. */
const COUNT = { first: 1000, min: 128, max: 20_000 };
/** Answers that took longer say that too many were let in. */
const WAIT_MS_MAX = 200;

/**
 * Bounds what waits for the disk. It is not the length of a queue that callers suffer from, but how long they stand in
 * it: the bound grows with each call that is answered in good time while many are under way, and is halved by one that
 * is not. A disk that is ten times as fast comes to have ten times as many before it.
 */
export class Intake {
  readonly #now: () => Instant;
  readonly #refusal: () => ServiceError;
  #count = 0;
  #countMax = COUNT.first;
  /** Calls so far, and how many had come when the bound was halved: what they waited says nothing about the new one. */
  #taken = 0;
  #takenBefore = 0;

  /** @param refusal Told of each call that is not taken; what its caller is told. */
  constructor(
    now: () => Instant,
    refusal: () => ServiceError = () => new ServiceError('ThrottlingException'),
  ) {
    this.#now = now;
    this.#refusal = refusal;
  }

  get underWay(): number {
    return this.#count;
  }

  /** How many more would be taken now. */
  get room(): number {
    return Math.max(this.#countMax - this.#count, 0);
  }

  /** @throws ServiceError ThrottlingException: nothing happened. */
  async take<Result>(call: () => Promise<Result>): Promise<Result> {
    if (this.room === 0) throw this.#refusal();
    const before = this.#now();
    const number = ++this.#taken;
    this.#count++;
    try {
      return await call();
    } finally {
      this.#learn(number, this.#now() - before);
      this.#count--;
    }
  }

  #learn(number: number, waitedMs: number): void {
    if (waitedMs < WAIT_MS_MAX) {
      if (this.#count * 2 >= this.#countMax) this.#countMax = Math.min(this.#countMax + 1, COUNT.max);
    } else if (number > this.#takenBefore) {
      this.#countMax = Math.max(Math.floor(this.#countMax / 2), COUNT.min);
      this.#takenBefore = this.#taken;
    }
  }
}

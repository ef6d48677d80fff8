import type { Instant } from '../base/time.ts';
import type { ExecutionId } from '../store/store.ts';

/** Ids a millisecond before they run ahead of the clock; 2^53 is reached in the year 2248. */
const PER_MILLISECOND = 1024;

/** Hands out ids in time order. One that is taken already (the clock went back) makes the commit conflict. */
export class ExecutionIds {
  readonly #isHere: (id: ExecutionId) => boolean;
  #last: ExecutionId = 0;

  /** @param isHere Whether an execution of that id is in memory: another one would take its place. */
  constructor(isHere: (id: ExecutionId) => boolean = () => false) {
    this.#isHere = isHere;
  }

  next(now: Instant): ExecutionId {
    do this.#last = Math.max(this.#last + 1, now * PER_MILLISECOND);
    while (this.#isHere(this.#last));
    return this.#last;
  }
}

import type { Instant } from '../base/time.ts';
import type { ExecutionId } from '../store/store.ts';

/** Ids a millisecond before they run ahead of the clock; 2^53 is reached in the year 2248. */
const PER_MILLISECOND = 1024;

/** Hands out ids in time order. One that is taken already (the clock went back) makes the commit conflict. */
export class ExecutionIds {
  #last: ExecutionId = 0;

  next(now: Instant): ExecutionId {
    this.#last = Math.max(this.#last + 1, now * PER_MILLISECOND);
    return this.#last;
  }
}

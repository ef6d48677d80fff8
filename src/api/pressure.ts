import type { Vitals } from '../base/vitals.ts';

export interface PressureLimits {
  readonly memoryBytes: number;
  /** How long what is ready may have to wait for its turn because of this process: others' time does not count. */
  readonly lagMs: number;
}

const LOOK_EVERY_MS = 100;

/** Whether a process has more to do than it can. It looks when it is asked, and not often: a look takes 20 us. */
export class Pressure {
  readonly #vitals: Vitals;
  readonly #limits: PressureLimits;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #workedBefore = 0;
  #lagMs = 0;
  #memoryBytes = 0;
  #isLooking = false;

  constructor(vitals: Vitals, limits: PressureLimits) {
    this.#vitals = vitals;
    this.#limits = limits;
  }

  isHigh(): boolean {
    const now = this.#vitals.elapsedMs();
    const { lagMs } = this.#limits;
    if (!this.#isLooking) {
      if (now - this.#lookedAt >= LOOK_EVERY_MS) this.#look(now);
    } else if (now - this.#lookedAt >= lagMs) {
      // A turn that is too long is known before its end: much of what makes it long may still be refused. Not sooner: a
      // thread works no more than goes by, and the kernel is asked what it has worked (by one request in six, until then).
      this.#lagMs = Math.max(this.#lagMs, this.#vitals.workedMs() - this.#workedBefore);
    }
    return this.#lagMs >= lagMs || this.#memoryBytes >= this.#limits.memoryBytes;
  }

  #look(now: number): void {
    this.#isLooking = true;
    this.#lookedAt = now;
    this.#workedBefore = this.#vitals.workedMs();
    this.#memoryBytes = this.#vitals.memoryBytes();
    this.#vitals.afterThisTurn(() => {
      this.#isLooking = false;
      this.#lookedAt = this.#vitals.elapsedMs();
      this.#lagMs = this.#vitals.workedMs() - this.#workedBefore;
    });
  }
}

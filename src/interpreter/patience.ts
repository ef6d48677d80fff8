import { GivenUp, OutOfPatience } from '../base/out-of-patience.ts';

/** How long the expressions of a turn may hold the thread that decides it. */
export class Patience {
  readonly #ms: number;
  readonly #lost: GivenUp['reason'] | undefined;
  #untilMs: number;

  /**
   * @param elapsedMs A reading of the clock that `check` will be asked with.
   * @param lost Why another thread did not come to an end: nobody is left to take the turn, so that the expression fails.
   */
  constructor(ms: number, elapsedMs: number, lost?: GivenUp['reason']) {
    this.#ms = ms;
    this.#lost = lost;
    this.#untilMs = elapsedMs + ms;
  }

  leftMs(elapsedMs: number): number {
    return this.#untilMs - elapsedMs;
  }

  /** @throws OutOfPatience, or GivenUp. */
  check(elapsedMs: number): void {
    if (elapsedMs >= this.#untilMs) this.lose(elapsedMs);
  }

  /** Ends it before its time. @throws OutOfPatience, or GivenUp. */
  lose(elapsedMs: number): never {
    if (this.#lost === undefined) throw new OutOfPatience();
    // What comes after the failure is another expression.
    this.#untilMs = elapsedMs + this.#ms;
    throw new GivenUp(this.#lost);
  }
}

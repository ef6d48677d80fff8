import type { Program } from '../asl/program.ts';
import type { GivenUp } from '../base/out-of-patience.ts';
import { Patience } from '../interpreter/patience.ts';

/** What the expressions of a turn may take before it is decided on another thread, which costs about a millisecond. */
const MS_MAX = 8;
const MS_MIN = 2;

/** How much patience each program deserves: one whose turns are given up again and again loses it. */
export class Patiences {
  readonly #ms = new WeakMap<Program, number>();
  /** Turns that were given up. */
  losses = 0;

  /** For a turn that begins at this reading of its clock. */
  of(program: Program, elapsedMs: number, lost?: GivenUp['reason']): Patience {
    return new Patience(this.#msOf(program), elapsedMs, lost);
  }

  /** A turn of it was given up. */
  lost(program: Program): void {
    this.losses++;
    this.#ms.set(program, Math.max(MS_MIN, (this.#ms.get(program) ?? MS_MAX) / 2));
  }

  /** It comes back slowly. */
  #msOf(program: Program): number {
    const ms = this.#ms.get(program);
    if (ms === undefined) return MS_MAX;
    if (ms + 1 < MS_MAX) this.#ms.set(program, ms + 1);
    else this.#ms.delete(program);
    return ms;
  }
}

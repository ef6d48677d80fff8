import type { Vitals } from '../../src/base/vitals.ts';

/** Those of a process with nothing to do. */
export function calmVitals(): Vitals {
  return {
    memoryBytes: () => 0,
    elapsedMs: () => 0,
    workedMs: () => 0,
    afterThisTurn: (callback) => callback(),
  };
}

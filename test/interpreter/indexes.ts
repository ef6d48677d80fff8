import type { Execution } from '../../src/interpreter/execution.ts';

/** Every index of an execution, empty. */
export const NOTHING = { frames: 0, attempts: 0, unsent: 0, sent: 0, pooled: 0, jobs: 0, isTimed: false };

/** How much an execution keeps in its indexes. */
export function indexes(execution: Execution): object {
  const { frames, attempts, unsent, sent, pooled, jobs, timers, timeoutAt } = execution;
  return {
    ...{ frames: frames.size, attempts: attempts.size, unsent: unsent.size, sent: sent.size },
    ...{ pooled: pooled.size, jobs: jobs.size },
    ...{ isTimed: timers.first() !== undefined || timeoutAt !== undefined },
  };
}

import type { Obligations } from '../interpreter/obligations.ts';

/** What the bits of a header's `attention` mean: why an engine has to look at an execution without being told. */
export const ATTENTION = {
  /** Attempts to be sent, or sent and not resolved. */
  sending: 1,
  /** Attempts that wait for an activity's worker. */
  pooled: 2,
  /** Steps left when the turn's budget was spent. */
  steps: 4,
  /** Waits for the end of other executions, or is itself waited for by one. */
  children: 8,
} as const;

export function attentionOf({ unsent, sent, pooled, hasSteps, jobs, parent, children }: Obligations): number {
  return (
    (unsent.length + sent.length > 0 ? ATTENTION.sending : 0) |
    (pooled.length > 0 ? ATTENTION.pooled : 0) |
    (hasSteps ? ATTENTION.steps : 0) |
    (jobs.length > 0 || children > 0 || parent !== undefined ? ATTENTION.children : 0)
  );
}

import type { Program } from '../asl/program.ts';
import { EXPRESS_SECONDS_MAX } from '../base/limits.ts';
import type { Execution } from './execution.ts';

/** The machine, or the processor of the Map that it is a child of: that has the time limit of its type alone. */
export function scopeOf({
  program,
  membership,
}: Pick<Execution, 'program' | 'membership'>): Pick<Program, 'startAt' | 'timeoutSeconds'> {
  const map = membership === undefined ? undefined : program.states[membership.map];
  if (map?.type !== 'Map') return program;
  const isExpress = map.distributed?.childType === 'EXPRESS';
  return { startAt: map.processor, ...(isExpress ? { timeoutSeconds: EXPRESS_SECONDS_MAX } : {}) };
}

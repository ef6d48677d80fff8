import type { Instant } from '../base/time.ts';
import type { Execution } from './execution.ts';
import type { EventId } from './record.ts';

/** What an execution's present state needs from the world: a pure function of the state, never stored. */
export interface Obligations {
  /** Frames could go on: the turn's budget was spent. */
  readonly hasSteps: boolean;
  /** The earliest timer. */
  readonly wakeAt: Instant | undefined;
  /** Attempts on disk that nobody has sent. */
  readonly unsent: readonly EventId[];
  /** Attempts that were sent and whose sender owes an outcome. */
  readonly sent: readonly EventId[];
  /** Attempts that wait for an activity's worker. */
  readonly pooled: readonly EventId[];
}

export function obligations(execution: Execution): Obligations {
  return {
    hasSteps: hasSteps(execution),
    wakeAt: wakeAt(execution),
    unsent: eventsOf(execution.unsent),
    sent: eventsOf(execution.sent),
    pooled: eventsOf(execution.pooled),
  };
}

/** Whether frames could go on, without looking at anything else. */
export function hasSteps(execution: Execution): boolean {
  return execution.status === 'RUNNING' && execution.ready.first() !== undefined;
}

/** The earliest of the frames' timers and the execution's own. */
export function wakeAt(execution: Execution): Instant | undefined {
  const timer = execution.timers.first()?.at;
  const { timeoutAt } = execution;
  if (timer === undefined || timeoutAt === undefined) return timer ?? timeoutAt;
  return Math.min(timer, timeoutAt);
}

function eventsOf(frames: Execution['sent']): EventId[] {
  const events: EventId[] = [];
  for (const { attempt } of frames) if (attempt !== undefined) events.push(attempt.event);
  return events;
}

import type { Instant } from '../base/time.ts';
import type { Execution } from './execution.ts';
import { distributedOf, isStopping } from './map-run.ts';
import type { EventId, Parent } from './record.ts';

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
  /** Attempts that wait for the job they have submitted: a child execution, for one. */
  readonly jobs: readonly EventId[];
  /** The execution whose present state waits for the end of this one, or did. */
  readonly parent: Parent | undefined;
  /** Executions of its Map Runs that it has not heard the end of. */
  readonly children: number;
}

export function obligations(execution: Execution): Obligations {
  return {
    hasSteps: hasSteps(execution),
    wakeAt: wakeAt(execution),
    unsent: eventsOf(execution.unsent),
    sent: eventsOf(execution.sent),
    pooled: eventsOf(execution.pooled),
    jobs: eventsOf(execution.jobs),
    parent: waitingParent(execution),
    children: execution.runningChildren,
  };
}

/**
 * Who is to be told of the end, or has to say that nobody waits for it. A task was told of the first end: what is
 * redriven on its own afterwards is nobody's child.
 */
function waitingParent({ status, origin, redriveCount }: Execution): Parent | undefined {
  const parent = origin?.parent;
  if (status !== 'RUNNING' || parent?.isWaiting !== true) return undefined;
  return redriveCount === 0 || parent.item !== undefined ? parent : undefined;
}

/** Whether a child that it has started is to go on: it waits for its end, or has been told by token not to. */
export function waitsFor(execution: Execution, { event, item }: Parent): boolean {
  const { status, attempts, released, program } = execution;
  if (item !== undefined) {
    const run = execution.mapRuns.get(event);
    return run?.running.has(item) === true && !isStopping(run, distributedOf(program, run.state));
  }
  return (status === 'RUNNING' && attempts.has(event)) || released.has(event);
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

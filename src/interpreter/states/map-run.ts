import type { DistributedMap } from '../../asl/program.ts';
import { present } from '../../base/assert.ts';
import { PAYLOAD_BYTES_MAX } from '../../base/limits.ts';
import { Payload } from '../../base/payload.ts';
import type { Frame } from '../execution.ts';
import { failState, type StateFailure } from '../failure.ts';
import { stateOf } from '../frames.ts';
import { payloadOf, tooLarge } from '../leave.ts';
import {
  canGoOn,
  distributedOf,
  isOverTolerance,
  type MapRun,
  REDRIVES_MAX,
  type RunningChild,
} from '../map-run.ts';
import type { Batching, ChildEnd, EventId, MapRunLimits } from '../record.ts';
import type { ChildOutcome } from '../signal.ts';
import type { Turn } from '../turn.ts';
import type { Visit } from '../visit.ts';
import { resultOf } from './child-result.ts';
import { exitState } from './exit.ts';

/**
 * Begins the Map Run of a distributed Map whose items are fixed.
 *
 * @throws StateError from the ItemBatcher's expressions; then there is no Map Run.
 */
export function startMapRun(visit: Visit, distributed: DistributedMap, limits: MapRunLimits): void {
  const { turn, frame } = visit;
  const batching = batchingOf(visit, distributed);
  turn.emit({
    type: 'MapRunStarted',
    frame: frame.id,
    previous: frame.previous,
    state: frame.state,
    uuid: turn.env.mapRunId(turn.execution.lastEventId + 1),
    limits,
    batching,
  });
}

/** Evaluated once, for all batches. */
function batchingOf(visit: Visit, { batcher }: DistributedMap): Batching | undefined {
  if (batcher === undefined) return undefined;
  const itemsMax = batcher.itemsMax?.(visit);
  const bytesMax = batcher.bytesMax?.(visit);
  const input = batcher.input?.(visit);
  return {
    ...(itemsMax === undefined ? {} : { itemsMax }),
    ...(bytesMax === undefined ? {} : { bytesMax }),
    ...(input === undefined ? {} : { input: payloadOf(input, visit.frame.input) }),
  };
}

/** @returns false when the frame's state has no Map Run that a redrive goes on with. */
export function redriveMapRun(turn: Turn, frame: Frame): boolean {
  const run = frame.fallenRun;
  if (run === undefined || !canGoOn(run)) return false;
  if (run.redriveCount >= REDRIVES_MAX) {
    const cause = `A Map Run cannot be redriven more than ${REDRIVES_MAX} times`;
    failState(turn, frame, { error: 'States.Runtime', cause, isFinal: true });
    return true;
  }
  turn.emit({
    type: 'MapRunRedriven',
    ...{ frame: frame.id, previous: frame.previous, state: frame.state },
    ...{ run: run.event, uuid: run.uuid, redriveCount: run.redriveCount + 1 },
  });
  return true;
}

/** @returns false when it was told before, or what is told is over: it has been redriven since. */
export function endChild(turn: Turn, outcome: ChildOutcome): boolean {
  const { execution } = turn;
  const run = execution.mapRuns.get(outcome.run);
  const child = run?.running.get(outcome.index);
  if (run === undefined || child === undefined || child.redrive !== outcome.redrive) return false;
  const { index } = outcome;
  const result = isSeen(run, child, outcome) ? resultOf(execution, run, outcome) : undefined;
  const resultBytes = result?.bytes ?? 0;
  const isKept = result !== undefined && (run.work?.resultBytes ?? 0) + resultBytes <= PAYLOAD_BYTES_MAX;
  turn.emit({
    type: 'ChildEnded',
    run: run.event,
    index,
    end: endOf(outcome),
    result: isKept ? result : undefined,
    resultBytes,
  });
  checkTolerance(turn, run);
  return true;
}

/**
 * Nobody will see it where the state is gone for good, or already has more than it may have; nor what has not ended well
 * where the state fails, since a redrive would run that again.
 */
function isSeen(
  { work, status, failure }: MapRun,
  child: RunningChild,
  { end, fate }: ChildOutcome,
): boolean {
  if (work === undefined || work.resultBytes > PAYLOAD_BYTES_MAX) return false;
  if (end === 'SUCCEEDED' || fate === 'lost') return true;
  return status === 'RUNNING' && failure === undefined && !child.isLate;
}

function endOf({ end, fate }: ChildOutcome): ChildEnd {
  if (fate === undefined) return end;
  return fate === 'unborn' ? 'UNBORN' : 'LOST';
}

/** @returns false when the run is over. */
export function changeLimits(turn: Turn, event: EventId, change: Partial<MapRunLimits>): boolean {
  const run = turn.execution.mapRuns.get(event);
  if (run?.status !== 'RUNNING') return false;
  turn.emit({ type: 'MapRunLimitsChanged', run: event, limits: { ...run.limits, ...change } });
  checkTolerance(turn, run);
  return true;
}

function checkTolerance(turn: Turn, run: MapRun): void {
  if (run.status !== 'RUNNING' || run.failure !== undefined || !isOverTolerance(run)) return;
  const cause = 'The specified tolerated failure threshold was exceeded';
  beginToFail(turn, run, { error: 'States.ExceedToleratedFailureThreshold', cause });
}

/** The items that no execution has yet stay pending; the run ends with its last execution. */
export function beginToFail(turn: Turn, run: MapRun, { error, cause, isFinal = false }: StateFailure): void {
  turn.emit({ type: 'MapRunFailing', run: run.event, error, cause, isFinal });
}

/** Its last execution has ended: the state goes on with their results, or fails. */
export function joinMapRun(turn: Turn, frame: Frame, run: MapRun): void {
  const state = stateOf(turn.execution, frame);
  if (state.type !== 'Map') return;
  const failure = failureOf(run, state.name);
  const place = { frame: frame.id, previous: frame.previous, state: frame.state };
  if (failure !== undefined) {
    turn.emit({ type: 'MapRunFailed', ...place, error: failure.error, cause: failure.cause });
    failState(turn, frame, { ...failure, fromChildren: true });
    return;
  }
  const result = joined(run, distributedOf(turn.execution.program, run.state));
  const succeeded = turn.emit({ type: 'MapRunSucceeded', ...place });
  // Recorded on AWS: the state's own end points at the run's, its exit (since autumn 2024) at the run's start.
  turn.emit({ type: 'MapSucceeded', frame: frame.id, previous: succeeded, state: frame.state });
  exitState(turn, frame, state, result);
}

function failureOf({ failure, work }: MapRun, name: string): StateFailure | undefined {
  if (failure !== undefined) return failure;
  if ((work?.resultBytes ?? 0) <= PAYLOAD_BYTES_MAX) return undefined;
  const { error, message: cause } = tooLarge(name);
  return { error, cause, isFinal: true };
}

function joined({ work }: MapRun, { transformation }: DistributedMap): Payload {
  const results = present(work, 'results').results.map((result) => present(result, 'result'));
  if (transformation !== 'FLATTEN') return Payload.fromItems(results);
  // A failed execution's record is an object: only outputs can be arrays.
  return Payload.fromValue(results.flatMap(({ value }) => value));
}

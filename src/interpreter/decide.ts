import type { Env } from './env.ts';
import type { Execution, Frame } from './execution.ts';
import { handleFailure } from './failure.ts';
import { frameOf, stateOf } from './frames.ts';
import type { Record } from './record.ts';
import { childToken, redrivenBy, redriveOf, redriveProblem } from './redrive.ts';
import type { Signal } from './signal.ts';
import { exitState } from './states/exit.ts';
import { joinChildren, spawnIterations } from './states/fan-out.ts';
import { changeLimits, endChild } from './states/map-run.ts';
import { enter, resume, work } from './states/state-types.ts';
import { fireTask, receiveOutcome } from './task-outcome.ts';
import { HistoryFull, Turn } from './turn.ts';

export interface Decision {
  readonly records: readonly Record[];
  /** False when the signal itself changed nothing: what it named is over. Whatever else was due has happened. */
  readonly isAccepted: boolean;
}

/**
 * One turn: a signal in, the records of everything that follows from it out, applied to `execution`.
 *
 * Runs until every frame waits for the world or the turn's budget is spent. The same execution, signal and env
 * give the same records. On an execution that has ended nothing happens any more, unless it is redriven, but for the
 * accounts of its Map Runs.
 */
export function decide(execution: Execution, signal: Signal, env: Env): Decision {
  if (!takes(execution, signal, env)) return decideLate(execution, signal, env);
  const turn = new Turn(execution, env);
  let isAccepted = true;
  try {
    isAccepted = receive(turn, signal);
    fireTimers(turn);
    runFrames(turn);
    sendAttempts(turn);
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    endFullHistory(turn);
  }
  return { records: turn.records, isAccepted };
}

/** An execution that has ended counts how those of its Map Runs end that it has left behind, and does nothing else. */
function decideLate(execution: Execution, signal: Signal, env: Env): Decision {
  if (signal.type !== 'childEnded') return { records: [], isAccepted: false };
  const turn = new Turn(execution, env);
  const isAccepted = endChild(turn, signal);
  return { records: turn.records, isAccepted };
}

function takes(execution: Execution, signal: Signal, env: Env): boolean {
  switch (signal.type) {
    case 'redrive':
      return (
        execution.membership === undefined &&
        redriveProblem(execution, env) === undefined &&
        redrivenBy(execution, signal.clientToken, env.now) === undefined
      );
    case 'redriveChild':
      return redriveProblem(execution, env) === undefined && redriveOf(execution) < signal.redrive;
    default:
      return execution.status === 'RUNNING';
  }
}

function receive(turn: Turn, signal: Signal): boolean {
  switch (signal.type) {
    case 'start': {
      const { membership, input, origin } = signal;
      if (membership !== undefined) turn.emit({ type: 'ChildOf', ...membership });
      turn.emit({ type: 'ExecutionStarted', input, ...(origin === undefined ? undefined : { origin }) });
      return true;
    }
    case 'stop':
      abortMapRuns(turn);
      turn.emit({ type: 'ExecutionAborted', error: signal.error, cause: signal.cause });
      return true;
    case 'redrive':
      redrive(turn, signal.clientToken);
      return true;
    case 'redriveChild':
      redrive(turn, childToken(signal.redrive));
      return true;
    case 'go':
      return true;
    case 'childEnded':
      return endChild(turn, signal);
    case 'changeMapRun':
      return changeLimits(turn, signal.run, signal.limits);
    default:
      receiveOutcome(turn, signal);
      return turn.records.length > 0;
  }
}

/** As far as the history has room for it: the end of the execution ends them all the same. */
function abortMapRuns(turn: Turn): void {
  const { execution, env } = turn;
  for (const { frame: id, status } of execution.mapRuns.values()) {
    if (id === undefined || status !== 'RUNNING' || execution.lastEventId >= env.eventsMax - 1) continue;
    const { previous, state } = frameOf(execution, id);
    turn.emit({ type: 'MapRunAborted', frame: id, previous, state });
  }
}

function redrive(turn: Turn, clientToken: string): void {
  const { lastEventId: previous, redriveCount } = turn.execution;
  turn.emit({ type: 'ExecutionRedriven', previous, redriveCount: redriveCount + 1, clientToken });
}

/** Fires every due timer before any frame goes on, as AWS's histories show it. */
function fireTimers(turn: Turn): void {
  const { execution, at } = turn;
  if (execution.timeoutAt !== undefined && execution.timeoutAt <= at) {
    abortMapRuns(turn);
    turn.emit({ type: 'ExecutionTimedOut' });
    return;
  }
  while (!turn.isSpent) {
    const first = execution.timers.first();
    if (first === undefined || first.at > at) return;
    fire(turn, first.owner);
  }
}

function fire(turn: Turn, frame: Frame): void {
  const state = stateOf(turn.execution, frame);
  if (frame.phase === 'retrying') work(turn, frame, state);
  else if (state.type === 'Wait') exitState(turn, frame, state);
  else fireTask(turn, frame);
}

function runFrames(turn: Turn): void {
  const { ready } = turn.execution;
  while (turn.execution.status === 'RUNNING' && !turn.isSpent) {
    const frame = ready.first();
    if (frame === undefined) return;
    step(turn, frame);
  }
}

function step(turn: Turn, frame: Frame): void {
  switch (frame.phase) {
    case 'between':
      return enter(turn, frame);
    case 'spawning':
      return spawnIterations(turn, frame);
    case 'joining':
      return joinChildren(turn, frame);
    case 'resuming':
      return resume(turn, frame);
    default:
      return handleFailure(turn, frame);
  }
}

/** `TaskStarted` is committed before the first byte leaves; attempts over the limit stay ready. */
function sendAttempts(turn: Turn): void {
  const { execution, env } = turn;
  if (execution.ready.first() !== undefined) return;
  let left = env.sendable;
  for (const frame of execution.unsent) {
    if (left-- <= 0) return;
    turn.emit({
      type: 'TaskStarted',
      frame: frame.id,
      previous: frame.previous,
      state: frame.state,
      workerName: undefined,
    });
  }
}

/** Measured on AWS: the last event of a full history is its ExecutionFailed, whatever was going on. */
function endFullHistory(turn: Turn): void {
  const cause = `The execution reached the maximum number of history events (${turn.env.eventsMax}).`;
  turn.emit({
    type: 'ExecutionFailed',
    previous: turn.execution.lastEventId,
    error: 'States.Runtime',
    cause,
  });
}

import type { State } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import { Payload } from '../base/payload.ts';
import { StateError } from '../base/state-error.ts';
import { findCatcher } from './catch.ts';
import type { Frame } from './execution.ts';
import { stateOf } from './frames.ts';
import { leave, payloadOf } from './leave.ts';
import type { EventId, Failure } from './record.ts';
import { chooseRetry } from './retry.ts';
import type { Turn } from './turn.ts';
import { Visit } from './visit.ts';

/** How a state failed. */
export interface StateFailure extends Failure {
  /** Other names that ErrorEquals may use for it. */
  readonly alias?: string;
  /** States.Runtime and an output over the limit: neither Retry nor Catch may have it. */
  readonly isFinal?: boolean;
  /** The state's children failed, so that its own `*Failed` event tells it. */
  readonly fromChildren?: boolean;
}

/** Runs a piece of a state's work; a StateError from its expressions becomes the state's failure. */
export function attempting(turn: Turn, frame: Frame, action: () => void): void {
  const failure = failureOf(turn, frame, action);
  if (failure !== undefined) failState(turn, frame, failure);
}

/** What a piece of a state's work has thrown. `attempting` for those whom a closure is too much for. */
export function failBy(turn: Turn, frame: Frame, error: unknown): void {
  if (!(error instanceof StateError)) throw error;
  failState(turn, frame, describe(turn, frame, error));
}

/** The failure that a piece of a state's work ends with, without handling it. */
export function failureOf(turn: Turn, frame: Frame, action: () => void): StateFailure | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return describe(turn, frame, error);
  }
}

function describe(turn: Turn, frame: Frame, raised: StateError): StateFailure {
  const { error, location } = raised;
  if (error === 'States.DataLimitExceeded') return { error, cause: raised.message, isFinal: true };
  const { name } = stateOf(turn.execution, frame);
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${frame.enteredEvent}). `;
  // Recorded on AWS: a state that is tested by itself has no history to point into.
  const cause = turn.watch === undefined ? where + raised.message : raised.message;
  if (error !== 'States.QueryEvaluationError') return { error, cause, isFinal: error === 'States.Runtime' };
  // Recorded on AWS: this event does not point at the state's Entered event but at what that one points at. Only a
  // Timestamp that is none is found out after the entry.
  const previous = location === 'Timestamp' ? frame.previous : frame.enteredPrevious;
  turn.emit({
    type: 'EvaluationFailed',
    frame: frame.id,
    previous,
    state: frame.state,
    error,
    cause,
    location,
  });
  return { error, cause, fromChildren: true };
}

/** The step of a frame whose attempt has failed: AWS writes all failures of a moment before handling the first. */
export function handleFailure(turn: Turn, frame: Frame): void {
  const { error, cause, isHeartbeat } = present(frame.attempt?.failure, 'failure');
  failState(turn, frame, { error, cause, ...(isHeartbeat ? { alias: 'States.HeartbeatTimeout' } : {}) });
}

/** Retry, then Catch, then the scope around it (spec/asl.md §6). The failing event is `frame.previous`. */
export function failState(turn: Turn, frame: Frame, failure: StateFailure): void {
  turn.watch?.failed(failure);
  const state = stateOf(turn.execution, frame);
  if (retries(turn, frame, state, failure)) return;
  if (failure.fromChildren === true) tellFailed(turn, frame, state);
  if (catches(turn, frame, state, failure)) return;
  failScope(turn, frame, failure);
}

function retries(turn: Turn, frame: Frame, state: State, failure: StateFailure): boolean {
  if (!('retry' in state) || failure.isFinal === true) return false;
  const choice = chooseRetry(state.retry, frame.retries, failure, turn.env.entropy);
  if (choice === undefined) return false;
  const { retrier, delayMs } = choice;
  turn.emit({
    type: 'RetryScheduled',
    frame: frame.id,
    previous: frame.previous,
    retrier,
    until: turn.at + delayMs,
  });
  return true;
}

function tellFailed(turn: Turn, frame: Frame, state: State): void {
  if (state.type !== 'Map' && state.type !== 'Parallel') return;
  turn.emit({ type: `${state.type}Failed`, frame: frame.id, previous: frame.previous, state: frame.state });
}

function catches(turn: Turn, frame: Frame, state: State, failure: StateFailure): boolean {
  if (!('catch' in state) || failure.isFinal === true) return false;
  const catcher = findCatcher(state.catch, failure);
  if (catcher === undefined) return false;
  const failed = failureOf(turn, frame, () => {
    const visit = new Visit(turn, frame);
    const errorOutput = Payload.fromValue(errorOutputOf(failure));
    visit.errorOutput = errorOutput.value;
    const value = catcher.output?.(visit);
    const output = value === undefined ? errorOutput : payloadOf(value, frame.input, errorOutput);
    leave(turn, frame, { output, assigned: catcher.assign?.(visit), next: catcher.next });
  });
  // A catcher does not catch its own failure, nor does another of this state: the scope around it fails.
  if (failed !== undefined) failScope(turn, frame, failed);
  return true;
}

function errorOutputOf({ error, cause }: Failure): { [key: string]: string } {
  return {
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
  };
}

/** The failure ends the frame: its parent fails, or the execution does. */
function failScope(turn: Turn, frame: Frame, failure: StateFailure): void {
  const { error, cause } = failure;
  const { parent, previous } = frame;
  if (parent === undefined) {
    turn.emit({ type: 'ExecutionFailed', previous, error, cause });
    return;
  }
  abortSiblings(turn, frame, parent);
  turn.emit({ type: 'ChildrenFailed', frame: parent.id, previous });
  failState(turn, parent, { ...failure, fromChildren: true });
}

function abortSiblings(turn: Turn, failed: Frame, parent: Frame): void {
  const { previous } = failed;
  const isMap = stateOf(turn.execution, parent).type === 'Map';
  const tell = (type: 'MapIterationFailed' | 'MapIterationAborted', child: Frame) => {
    if (isMap) turn.emit({ type, frame: parent.id, previous, state: parent.state, index: child.position });
  };
  tell('MapIterationFailed', failed);
  // Recorded on AWS for a task that ran out of time; a task that failed has no such event.
  if (failed.attempt?.failure?.isTimeout === true) abortState(turn, failed, previous);
  for (const child of parent.fanOut?.children.values() ?? []) {
    if (child === failed) continue;
    tell('MapIterationAborted', child);
    abortState(turn, child, previous);
  }
}

function waits({ type }: State): boolean {
  return type === 'Task' || type === 'Wait' || type === 'Parallel' || type === 'Map';
}

/** Only states that wait have an Aborted event; what runs inside them is told first. */
function abortState(turn: Turn, frame: Frame, previous: EventId): void {
  const state = stateOf(turn.execution, frame);
  if (frame.phase === 'between' || !waits(state)) return;
  if (frame.mapRun !== undefined)
    turn.emit({ type: 'MapRunAborted', frame: frame.id, previous, state: frame.state });
  for (const child of frame.fanOut?.children.values() ?? []) {
    if (state.type === 'Map') {
      const index = child.position;
      turn.emit({ type: 'MapIterationAborted', frame: frame.id, previous, state: frame.state, index });
    }
    abortState(turn, child, previous);
  }
  turn.emit({ type: 'StateAborted', frame: frame.id, previous, state: frame.state });
}

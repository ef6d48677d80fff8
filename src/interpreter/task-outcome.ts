import type { TaskState } from '../asl/program.ts';
import { PAYLOAD_BYTES_MAX } from '../base/limits.ts';
import type { Payload } from '../base/payload.ts';
import type { Frame, HeldOutcome } from './execution.ts';
import { attemptOf, stateOf } from './frames.ts';
import { tooLarge } from './leave.ts';
import type { Failure } from './record.ts';
import type { Signal } from './signal.ts';
import { exitState } from './states/exit.ts';
import type { Turn } from './turn.ts';

type OutcomeSignal = Exclude<
  Signal,
  { type: 'start' | 'go' | 'stop' | `redrive${string}` | 'childEnded' | 'changeMapRun' }
>;

/** What the world says of an attempt. An attempt that is over, or not that far yet, ignores it. */
export function receiveOutcome(turn: Turn, signal: OutcomeSignal): void {
  const frame = turn.execution.attempts.get(signal.attempt);
  if (frame === undefined) return;
  const state = stateOf(turn.execution, frame);
  if (state.type !== 'Task') return;
  switch (signal.type) {
    case 'taken':
      if (turn.execution.pooled.has(frame)) emitStarted(turn, frame, signal.workerName);
      return;
    case 'sent':
      if (frame.phase === 'started') receiveSent(turn, frame, state, signal.output);
      return;
    case 'sendFailed':
      if (frame.phase === 'started') receiveSendFailure(turn, frame, state, signal);
      return;
    case 'jobEnded':
      if (turn.execution.jobs.has(frame)) settle(turn, frame, state, signal.outcome);
      return;
    case 'heartbeat':
      if (takesToken(frame, state)) turn.emit({ type: 'HeartbeatReceived', frame: frame.id, at: turn.at });
      return;
    default:
      if (takesToken(frame, state)) receiveToken(turn, frame, state, signal);
  }
}

function emitStarted(turn: Turn, frame: Frame, workerName: string | undefined): void {
  const { id, previous, state } = frame;
  turn.emit({ type: 'TaskStarted', frame: id, previous, state, workerName });
}

function takesToken(frame: Frame, state: TaskState): boolean {
  if (frame.phase === 'submitted') return true;
  return frame.phase === 'started' && isSubmitted(state) && attemptOf(frame).held === undefined;
}

/** Whether the sender's outcome only means that the request was accepted; the task ends by token, or with its job. */
function isSubmitted({ resource }: TaskState): boolean {
  return resource.kind === 'service' && resource.pattern !== 'requestResponse';
}

function receiveSent(turn: Turn, frame: Frame, state: TaskState, output: Payload): void {
  if (!isSubmitted(state)) return succeed(turn, frame, state, output);
  const { held } = attemptOf(frame);
  turn.emit({ type: 'TaskSubmitted', frame: frame.id, previous: frame.previous, state: frame.state, output });
  if (held === undefined) return;
  release(turn, frame);
  settle(turn, frame, state, held);
}

/** A token ends the task; its job, if it has one, goes on. */
function release(turn: Turn, frame: Frame): void {
  if (turn.execution.jobs.has(frame)) turn.emit({ type: 'JobReleased', frame: frame.id });
}

/** A task whose token has come back is done, whatever became of its request. */
function receiveSendFailure(turn: Turn, frame: Frame, state: TaskState, failure: Failure): void {
  const { held } = attemptOf(frame);
  if (held === undefined) failTask(turn, frame, failure);
  else settle(turn, frame, state, held);
}

function settle(turn: Turn, frame: Frame, state: TaskState, held: HeldOutcome): void {
  if ('output' in held) succeed(turn, frame, state, held.output);
  else failTask(turn, frame, held.failure);
}

/** A token may come back before its request was recorded as submitted: it is kept, on disk, until then. */
function receiveToken(
  turn: Turn,
  frame: Frame,
  state: TaskState,
  signal: Extract<OutcomeSignal, { type: 'tokenSucceeded' | 'tokenFailed' }>,
): void {
  if (frame.phase === 'submitted') {
    release(turn, frame);
    return settle(turn, frame, state, 'output' in signal ? signal : { failure: signal });
  }
  if (signal.type === 'tokenSucceeded') {
    turn.emit({ type: 'SuccessHeld', frame: frame.id, output: signal.output });
  } else {
    turn.emit({ type: 'FailureHeld', frame: frame.id, error: signal.error, cause: signal.cause });
  }
}

function succeed(turn: Turn, frame: Frame, state: TaskState, output: Payload): void {
  if (output.bytes > PAYLOAD_BYTES_MAX) {
    const { error, message: cause } = tooLarge(nameOf(state));
    return failTask(turn, frame, { error, cause });
  }
  turn.emit({ type: 'TaskSucceeded', frame: frame.id, previous: frame.previous, state: frame.state, output });
  exitState(turn, frame, state, output);
}

/** Recorded on AWS: the service for an optimized task, the ARN otherwise. */
function nameOf({ resource }: TaskState): string {
  return resource.kind === 'service' ? resource.service : resource.arn;
}

function failTask(turn: Turn, frame: Frame, { error, cause }: Failure): void {
  const { id, previous, state } = frame;
  turn.emit({ type: 'TaskFailed', frame: id, previous, state, error, cause });
}

/** A task's timer: whichever of its two clocks has run out. */
export function fireTask(turn: Turn, frame: Frame): void {
  const { held, timeoutAt } = attemptOf(frame);
  const { id, previous, state } = frame;
  const task = stateOf(turn.execution, frame);
  // Its token came back and was acknowledged: no clock may take that back.
  if (held !== undefined && task.type === 'Task') return settle(turn, frame, task, held);
  turn.emit({
    type: 'TaskTimedOut',
    frame: id,
    previous,
    state,
    error: 'States.Timeout',
    cause: undefined,
    isHeartbeat: timeoutAt === undefined || timeoutAt > turn.at,
  });
}

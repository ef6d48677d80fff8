import type { State } from '../asl/program.ts';
import type { Instant } from '../base/time.ts';
import type { Execution, Frame } from './execution.ts';
import {
  abandonJob,
  attemptOf,
  dropAttempt,
  forgetAttempt,
  frameOf,
  makeReady,
  park,
  stateOf,
} from './frames.ts';
import type { RecordOf } from './record.ts';

export function scheduleTask(execution: Execution, record: RecordOf<'TaskScheduled'>, at: Instant): void {
  const frame = frameOf(execution, record.frame);
  dropAttempt(execution, frame);
  const event = ++execution.lastEventId;
  frame.previous = event;
  const isActivity = isActivityTask(stateOf(execution, frame));
  const { parameters, timeoutSeconds, heartbeatSeconds } = record;
  frame.attempt = {
    event,
    parameters,
    timeoutSeconds,
    heartbeatSeconds,
    // Measured on AWS: an activity that no worker takes times out by its own TimeoutSeconds (aws-observed).
    timeoutAt: isActivity ? after(at, timeoutSeconds) : undefined,
    heartbeatAt: undefined,
    held: undefined,
    submitted: undefined,
    failure: undefined,
  };
  execution.attempts.set(event, frame);
  (isActivity ? execution.pooled : execution.unsent).add(frame);
  park(execution, frame, 'scheduled', frame.attempt.timeoutAt);
}

function isActivityTask(state: State): boolean {
  return state.type === 'Task' && state.resource.kind === 'activity';
}

function after(at: Instant, seconds: number | undefined): Instant | undefined {
  return seconds === undefined ? undefined : at + seconds * 1000;
}

export function startTask(execution: Execution, record: RecordOf<'TaskStarted'>, at: Instant): void {
  const frame = frameOf(execution, record.frame);
  const attempt = attemptOf(frame);
  frame.previous = ++execution.lastEventId;
  const isActivity = execution.pooled.delete(frame);
  if (!isActivity) {
    execution.unsent.delete(frame);
    execution.sent.add(frame);
  }
  attempt.timeoutAt = after(at, attempt.timeoutSeconds);
  attempt.heartbeatAt = after(at, attempt.heartbeatSeconds);
  // An activity's worker answers by token, as every submitted task does.
  park(
    execution,
    frame,
    isActivity ? 'submitted' : 'started',
    earlier(attempt.timeoutAt, attempt.heartbeatAt),
  );
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

export function submitTask(execution: Execution, record: RecordOf<'TaskSubmitted'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  frame.phase = 'submitted';
  execution.sent.delete(frame);
  if (!isJob(stateOf(execution, frame))) return;
  attemptOf(frame).submitted = record.output;
  execution.jobs.add(frame);
}

function isJob(state: State): boolean {
  if (state.type !== 'Task' || state.resource.kind !== 'service') return false;
  return state.resource.pattern === 'sync' || state.resource.pattern === 'sync:2';
}

export function holdOutcome(frame: Frame, record: RecordOf<'SuccessHeld' | 'FailureHeld'>): void {
  attemptOf(frame).held = record.type === 'SuccessHeld' ? { output: record.output } : { failure: record };
}

/** The job goes on, and has an end of its own. */
export function releaseJob(execution: Execution, frame: Frame): void {
  execution.released.add(attemptOf(frame).event);
  execution.jobs.delete(frame);
}

export function beat(execution: Execution, frame: Frame, at: Instant): void {
  const attempt = attemptOf(frame);
  attempt.heartbeatAt = after(at, attempt.heartbeatSeconds);
  park(execution, frame, frame.phase, earlier(attempt.timeoutAt, attempt.heartbeatAt));
}

/** The result itself is not kept: the state's exit, which still sees the attempt's token, follows in the same turn. */
export function endTask(execution: Execution, record: RecordOf<'TaskSucceeded'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  forgetAttempt(execution, frame);
  frame.timerAt = undefined;
}

export function failTask(execution: Execution, record: RecordOf<'TaskFailed' | 'TaskTimedOut'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  const attempt = attemptOf(frame);
  if (record.type === 'TaskTimedOut') abandonJob(execution, frame);
  attempt.failure = {
    error: record.error,
    cause: record.cause,
    isTimeout: record.type === 'TaskTimedOut',
    isHeartbeat: record.type === 'TaskTimedOut' && record.isHeartbeat,
  };
  forgetAttempt(execution, frame);
  makeReady(execution, frame, 'failing');
}

import { END } from '../asl/program.ts';
import type { Instant } from '../base/time.ts';
import {
  endBranch,
  endIteration,
  failChildren,
  startIteration,
  startMap,
  startParallel,
} from './evolve-fan-out.ts';
import { evolveMapRun } from './evolve-map-run.ts';
import { redrive, strand, timeoutFrom } from './evolve-redrive.ts';
import {
  beat,
  endTask,
  failTask,
  holdOutcome,
  releaseJob,
  scheduleTask,
  startTask,
  submitTask,
} from './evolve-task.ts';
import type { Execution, Frame } from './execution.ts';
import {
  addFrame,
  dropAttempt,
  frameOf,
  isIteration,
  makeReady,
  park,
  removeChildren,
  removeFrame,
} from './frames.ts';
import type { Record, RecordOf } from './record.ts';
import { scopeOf } from './scope.ts';
import { assignVariables } from './variables.ts';

/**
 * Applies one record: the only code that changes an execution. It evaluates nothing and decides nothing, so that
 * folding a journal gives the same state in every later version.
 *
 * @param at The moment of the record's turn.
 */
export function evolve(execution: Execution, record: Record, at: Instant): void {
  execution.lastAt = at;
  switch (record.type) {
    case 'StateEntered':
      return enterState(execution, frameOf(execution, record.frame), record);
    case 'StateExited':
      return exitState(execution, frameOf(execution, record.frame), record);
    case 'TaskScheduled':
      return scheduleTask(execution, record, at);
    case 'TaskStarted':
      return startTask(execution, record, at);
    case 'TaskSubmitted':
      return submitTask(execution, record);
    case 'TaskSucceeded':
      return endTask(execution, record);
    case 'TaskFailed':
    case 'TaskTimedOut':
      return failTask(execution, record);
    case 'SuccessHeld':
    case 'FailureHeld':
      return holdOutcome(frameOf(execution, record.frame), record);
    case 'JobReleased':
      return releaseJob(execution, frameOf(execution, record.frame));
    case 'HeartbeatReceived':
      return beat(execution, frameOf(execution, record.frame), record.at);
    case 'WaitScheduled':
      return park(execution, frameOf(execution, record.frame), 'waiting', record.until);
    case 'RetryScheduled':
      return scheduleRetry(execution, record);
    case 'ParallelStarted':
      return startParallel(execution, record);
    case 'MapStarted':
      return startMap(execution, record);
    case 'MapIterationStarted':
      return startIteration(execution, frameOf(execution, record.frame), record);
    case 'MapIterationSucceeded':
      return endIteration(execution, frameOf(execution, record.frame), record);
    case 'MapIterationFailed':
    case 'MapIterationAborted':
    case 'ParallelSucceeded':
    case 'MapSucceeded':
    case 'StateAborted':
      execution.lastEventId++;
      return;
    case 'ChildrenFailed':
      return failChildren(execution, record);
    case 'ParallelFailed':
    case 'MapFailed':
    case 'EvaluationFailed':
      frameOf(execution, record.frame).previous = ++execution.lastEventId;
      return;
    case 'ExecutionStarted':
      return startExecution(execution, record, at);
    case 'ExecutionSucceeded':
      execution.output = record.output;
      return endExecution(execution, 'SUCCEEDED', at);
    case 'ExecutionFailed':
    case 'ExecutionAborted':
      execution.failure = { error: record.error, cause: record.cause };
      return endExecution(execution, record.type === 'ExecutionFailed' ? 'FAILED' : 'ABORTED', at);
    case 'ExecutionTimedOut':
      return endExecution(execution, 'TIMED_OUT', at);
    case 'ExecutionRedriven':
      return redrive(execution, record, at);
    default:
      return evolveMapRun(execution, record, at);
  }
}

function startExecution(execution: Execution, record: RecordOf<'ExecutionStarted'>, at: Instant): void {
  execution.lastEventId++;
  execution.startedAt = at;
  execution.input = record.input;
  execution.origin = record.origin;
  const { startAt } = scopeOf(execution);
  execution.timeoutAt = timeoutFrom(execution, at);
  addFrame(execution, { parent: undefined, position: 0, state: startAt, input: record.input, previous: 0 });
}

function endExecution(execution: Execution, status: Execution['status'], at: Instant): void {
  execution.lastEventId++;
  execution.status = status;
  execution.stoppedAt = at;
  execution.timeoutAt = undefined;
  if (status === 'SUCCEEDED') removeFrame(execution, frameOf(execution, 0));
  else strand(execution);
  // What is over may stay in memory for long, with the places of all its frames.
  execution.frames.clear();
  execution.ready.clear();
}

export function enterState(execution: Execution, frame: Frame, record: RecordOf<'StateEntered'>): void {
  frame.enteredEvent = ++execution.lastEventId;
  frame.enteredPrevious = record.previous;
  frame.previous = frame.enteredEvent;
  frame.enteredAt = execution.lastAt;
  frame.state = record.state;
  frame.input = record.input;
  frame.retries = undefined;
  frame.retryCount = 0;
}

export function exitState(execution: Execution, frame: Frame, record: RecordOf<'StateExited'>): void {
  frame.previous = ++execution.lastEventId;
  frame.enteredEvent = 0;
  if (record.assigned !== undefined) assignVariables(execution, frame, record.assigned);
  dropAttempt(execution, frame);
  removeChildren(execution, frame);
  frame.timerAt = undefined;
  frame.input = record.output;
  if (record.next !== END) {
    frame.state = record.next;
    makeReady(execution, frame, 'between');
  } else if (frame.parent !== undefined && !isIteration(frame)) {
    endBranch(execution, frame, frame.parent);
  }
}

function scheduleRetry(execution: Execution, record: RecordOf<'RetryScheduled'>): void {
  const frame = frameOf(execution, record.frame);
  dropAttempt(execution, frame);
  removeChildren(execution, frame);
  frame.retries ??= [];
  frame.retries[record.retrier] = (frame.retries[record.retrier] ?? 0) + 1;
  frame.retryCount++;
  frame.previous = record.previous;
  park(execution, frame, 'retrying', record.until);
}

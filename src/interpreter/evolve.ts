import { END, type State } from '../asl/program.ts';
import { present, unreachable } from '../base/assert.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import {
  type Attempt,
  createFrame,
  type Execution,
  type Frame,
  type FrameStart,
  type Phase,
} from './execution.ts';
import type { FrameId, Record } from './record.ts';
import { assignVariables, dropVariables } from './variables.ts';

type Of<Type extends Record['type']> = Extract<Record, { type: Type }>;

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
      return enterState(execution, record, at);
    case 'StateExited':
      return exitState(execution, record);
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
      attemptOf(frameOf(execution, record.frame)).held = { output: record.output };
      return;
    case 'FailureHeld':
      attemptOf(frameOf(execution, record.frame)).held = { failure: record };
      return;
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
      return startIteration(execution, record);
    case 'MapIterationSucceeded':
      return endIteration(execution, record);
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
      execution.failure = { error: record.error, cause: record.cause };
      return endExecution(execution, 'FAILED', at);
    case 'ExecutionAborted':
      execution.failure = { error: record.error, cause: record.cause };
      return endExecution(execution, 'ABORTED', at);
    case 'ExecutionTimedOut':
      return endExecution(execution, 'TIMED_OUT', at);
    default:
      return unreachable(record);
  }
}

/** A frame that the records name is there: decide made both. */
function frameOf(execution: Execution, id: FrameId): Frame {
  return present(execution.frames.get(id), 'frame');
}

export function attemptOf(frame: Frame): Attempt {
  return present(frame.attempt, 'attempt');
}

function startExecution(execution: Execution, record: Of<'ExecutionStarted'>, at: Instant): void {
  execution.lastEventId++;
  execution.startedAt = at;
  execution.input = record.input;
  execution.origin = record.origin;
  const { timeoutSeconds, startAt } = execution.program;
  if (timeoutSeconds !== undefined) execution.timeoutAt = at + timeoutSeconds * 1000;
  addFrame(execution, { parent: undefined, position: 0, state: startAt, input: record.input, previous: 0 });
}

function endExecution(execution: Execution, status: Execution['status'], at: Instant): void {
  execution.lastEventId++;
  execution.status = status;
  execution.stoppedAt = at;
  execution.timeoutAt = undefined;
  for (const frame of execution.frames.values()) removeFrame(execution, frame);
}

function addFrame(execution: Execution, start: FrameStart): Frame {
  const frame = createFrame(execution.nextFrameId++, start);
  execution.frames.set(frame.id, frame);
  execution.ready.push(frame);
  return frame;
}

/** Takes a frame and all its descendants out of every index. */
function removeFrame(execution: Execution, frame: Frame): void {
  removeChildren(execution, frame);
  dropAttempt(execution, frame);
  dropVariables(execution, frame);
  execution.frames.delete(frame.id);
  execution.ready.remove(frame);
  frame.timerAt = undefined;
}

function removeChildren(execution: Execution, frame: Frame): void {
  if (frame.fanOut === undefined) return;
  for (const child of frame.fanOut.children.values()) removeFrame(execution, child);
  frame.fanOut = undefined;
}

function enterState(execution: Execution, record: Of<'StateEntered'>, at: Instant): void {
  const frame = frameOf(execution, record.frame);
  frame.enteredEvent = ++execution.lastEventId;
  frame.enteredPrevious = record.previous;
  frame.previous = frame.enteredEvent;
  frame.enteredAt = at;
  frame.state = record.state;
  frame.input = record.input;
  frame.retries = undefined;
  frame.retryCount = 0;
}

function exitState(execution: Execution, record: Of<'StateExited'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  if (record.assigned !== undefined) assignVariables(execution, frame, record.assigned);
  dropAttempt(execution, frame);
  removeChildren(execution, frame);
  frame.timerAt = undefined;
  frame.input = record.output;
  if (record.next !== END) {
    frame.state = record.next;
    makeReady(execution, frame, 'between');
  } else if (frame.parent !== undefined && isParallel(execution, frame.parent)) {
    endBranch(execution, frame, frame.parent);
  }
}

function isParallel(execution: Execution, parent: Frame): boolean {
  return stateOf(execution, parent).type === 'Parallel';
}

export function stateOf(execution: Execution, frame: Frame): State {
  return present(execution.program.states[frame.state], 'state');
}

function endBranch(execution: Execution, frame: Frame, parent: Frame): void {
  const fanOut = present(parent.fanOut, 'branches');
  fanOut.results[frame.position] = frame.input;
  fanOut.children.delete(frame.position);
  fanOut.ended++;
  parent.previous = frame.previous;
  removeFrame(execution, frame);
  if (fanOut.ended === fanOut.size) makeReady(execution, parent, 'joining');
}

function makeReady(execution: Execution, frame: Frame, phase: Phase): void {
  frame.phase = phase;
  frame.timerAt = undefined;
  if (frame.ticket === 0) execution.ready.push(frame);
}

function park(execution: Execution, frame: Frame, phase: Phase, until: Instant | undefined): void {
  frame.phase = phase;
  execution.ready.remove(frame);
  frame.timerAt = until;
  if (until !== undefined) execution.timers.add(until, frame);
}

function scheduleTask(execution: Execution, record: Of<'TaskScheduled'>, at: Instant): void {
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

function startTask(execution: Execution, record: Of<'TaskStarted'>, at: Instant): void {
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

function submitTask(execution: Execution, record: Of<'TaskSubmitted'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  frame.phase = 'submitted';
  execution.sent.delete(frame);
}

function beat(execution: Execution, frame: Frame, at: Instant): void {
  const attempt = attemptOf(frame);
  attempt.heartbeatAt = after(at, attempt.heartbeatSeconds);
  park(execution, frame, frame.phase, earlier(attempt.timeoutAt, attempt.heartbeatAt));
}

/** The result itself is not kept: the state's exit, which still sees the attempt's token, follows in the same turn. */
function endTask(execution: Execution, record: Of<'TaskSucceeded'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  forgetAttempt(execution, frame);
  frame.timerAt = undefined;
}

function failTask(execution: Execution, record: Of<'TaskFailed' | 'TaskTimedOut'>): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  const attempt = attemptOf(frame);
  attempt.failure = {
    error: record.error,
    cause: record.cause,
    isTimeout: record.type === 'TaskTimedOut',
    isHeartbeat: record.type === 'TaskTimedOut' && record.isHeartbeat,
  };
  forgetAttempt(execution, frame);
  makeReady(execution, frame, 'failing');
}

function dropAttempt(execution: Execution, frame: Frame): void {
  if (frame.attempt === undefined) return;
  forgetAttempt(execution, frame);
  frame.attempt = undefined;
}

function forgetAttempt(execution: Execution, frame: Frame): void {
  execution.attempts.delete(attemptOf(frame).event);
  execution.unsent.delete(frame);
  execution.sent.delete(frame);
  execution.pooled.delete(frame);
}

function scheduleRetry(execution: Execution, record: Of<'RetryScheduled'>): void {
  const frame = frameOf(execution, record.frame);
  dropAttempt(execution, frame);
  removeChildren(execution, frame);
  frame.retries ??= [];
  frame.retries[record.retrier] = (frame.retries[record.retrier] ?? 0) + 1;
  frame.retryCount++;
  frame.previous = record.previous;
  park(execution, frame, 'retrying', record.until);
}

function failChildren(execution: Execution, record: Of<'ChildrenFailed'>): void {
  const frame = frameOf(execution, record.frame);
  removeChildren(execution, frame);
  execution.ready.remove(frame);
  frame.previous = record.previous;
}

function startParallel(execution: Execution, record: Of<'ParallelStarted'>): void {
  const frame = frameOf(execution, record.frame);
  const event = ++execution.lastEventId;
  const state = stateOf(execution, frame);
  const branches = state.type === 'Parallel' ? state.branches : [];
  openFanOut(execution, frame, {
    size: branches.length,
    items: undefined,
    keys: undefined,
    maxConcurrency: 0,
  });
  branches.forEach((start, position) => {
    addChild(execution, { parent: frame, position, state: start, input: record.input, previous: event });
  });
  park(execution, frame, 'running', undefined);
}

function startMap(execution: Execution, record: Of<'MapStarted'>): void {
  const frame = frameOf(execution, record.frame);
  execution.lastEventId++;
  const items = record.items.value;
  const size = Array.isArray(items) ? items.length : 0;
  openFanOut(execution, frame, { ...record, size });
  makeReady(execution, frame, size === 0 ? 'joining' : 'spawning');
}

function openFanOut(
  execution: Execution,
  frame: Frame,
  shape: Pick<NonNullable<Frame['fanOut']>, 'size' | 'items' | 'keys' | 'maxConcurrency'>,
): void {
  const { size, items, keys, maxConcurrency } = shape;
  frame.previous = execution.lastEventId;
  frame.fanOut = {
    size,
    items,
    keys,
    maxConcurrency: maxConcurrency === 0 ? size : maxConcurrency,
    children: new Map(),
    results: new Array<Payload>(size),
    started: 0,
    ended: 0,
    iterationPrevious: frame.previous,
  };
}

function addChild(execution: Execution, start: FrameStart): void {
  const fanOut = present(start.parent?.fanOut, 'children');
  fanOut.children.set(start.position, addFrame(execution, start));
  fanOut.started++;
}

function startIteration(execution: Execution, record: Of<'MapIterationStarted'>): void {
  const parent = frameOf(execution, record.frame);
  const previous = ++execution.lastEventId;
  const state = stateOf(execution, parent);
  const processor = state.type === 'Map' ? state.processor : 0;
  addChild(execution, { parent, position: record.index, state: processor, input: record.input, previous });
  if (!canSpawn(parent)) park(execution, parent, 'running', undefined);
}

function canSpawn(frame: Frame): boolean {
  const fanOut = present(frame.fanOut, 'iterations');
  return fanOut.started < fanOut.size && fanOut.started - fanOut.ended < fanOut.maxConcurrency;
}

function endIteration(execution: Execution, record: Of<'MapIterationSucceeded'>): void {
  const parent = frameOf(execution, record.frame);
  const fanOut = present(parent.fanOut, 'iterations');
  const child = present(fanOut.children.get(record.index), 'iteration');
  execution.lastEventId++;
  fanOut.results[record.index] = child.input;
  fanOut.children.delete(record.index);
  fanOut.ended++;
  // Recorded on AWS: the next iteration points at what this event points at, the Map's own end at this event.
  fanOut.iterationPrevious = record.previous;
  parent.previous = execution.lastEventId;
  removeFrame(execution, child);
  if (fanOut.ended === fanOut.size) makeReady(execution, parent, 'joining');
  else if (canSpawn(parent)) makeReady(execution, parent, 'spawning');
}

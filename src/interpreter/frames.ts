import type { State } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/time.ts';
import {
  type Attempt,
  createFrame,
  type Execution,
  type Frame,
  type FrameStart,
  type Phase,
} from './execution.ts';
import { closeMapRun, forgetWork } from './map-run.ts';
import type { FrameId } from './record.ts';
import { dropVariables } from './variables.ts';

/** A frame that the records name is there: decide made both. */
export function frameOf(execution: Execution, id: FrameId): Frame {
  return present(execution.frames.get(id), 'frame');
}

export function attemptOf(frame: Frame): Attempt {
  return present(frame.attempt, 'attempt');
}

export function stateOf(execution: Execution, frame: Frame): State {
  return present(execution.program.states[frame.state], 'state');
}

/** Whether it is an iteration of a Map; any other child is a branch. */
export function isIteration({ parent }: Frame): boolean {
  return parent?.fanOut?.items !== undefined;
}

export function addFrame(execution: Execution, start: FrameStart): Frame {
  const frame = createFrame(execution.nextFrameId++, start);
  execution.frames.set(frame.id, frame);
  execution.ready.push(frame);
  return frame;
}

/** Takes a frame and all its descendants out of every index. */
export function removeFrame(execution: Execution, frame: Frame): void {
  removeChildren(execution, frame);
  dropAttempt(execution, frame);
  dropVariables(execution, frame);
  execution.frames.delete(frame.id);
  execution.ready.remove(frame);
  frame.timerAt = undefined;
}

export function removeChildren(execution: Execution, frame: Frame): void {
  abandonMapRun(execution, frame);
  forgetFallen(frame);
  if (frame.fanOut === undefined) return;
  for (const child of frame.fanOut.children.values()) removeFrame(execution, child);
  frame.fanOut = undefined;
}

/** Its state is gone or suspended: nobody waits for its Map Run, which a redrive may take up. */
export function abandonMapRun(execution: Execution, frame: Frame): void {
  if (frame.mapRun === undefined) return;
  closeMapRun(frame.mapRun, 'ABORTED', execution.lastAt);
  frame.fallenRun = frame.mapRun;
  frame.mapRun = undefined;
}

/** What had failed in it was retried or caught: no redrive takes it up any more. */
function forgetFallen(frame: Frame): void {
  if (frame.fallenRun !== undefined) forgetWork(frame.fallenRun);
  frame.fallenRun = undefined;
  if (frame.fallen === undefined) return;
  for (const child of frame.fallen.children.values()) forgetFallen(child);
  frame.fallen = undefined;
}

export function makeReady(execution: Execution, frame: Frame, phase: Phase): void {
  frame.phase = phase;
  frame.timerAt = undefined;
  if (frame.ticket === 0) execution.ready.push(frame);
}

export function park(execution: Execution, frame: Frame, phase: Phase, until: Instant | undefined): void {
  frame.phase = phase;
  execution.ready.remove(frame);
  frame.timerAt = until;
  if (until !== undefined) execution.timers.add(until, frame);
}

export function dropAttempt(execution: Execution, frame: Frame): void {
  if (frame.attempt === undefined) return;
  abandonJob(execution, frame);
  forgetAttempt(execution, frame);
  frame.attempt = undefined;
}

export function forgetAttempt(execution: Execution, frame: Frame): void {
  execution.attempts.delete(attemptOf(frame).event);
  execution.unsent.delete(frame);
  execution.sent.delete(frame);
  execution.pooled.delete(frame);
  execution.jobs.delete(frame);
}

/** Nobody waits any longer for a job that may not have ended. */
export function abandonJob(execution: Execution, frame: Frame): void {
  if (!execution.jobs.delete(frame)) return;
  const { event, parameters, submitted } = attemptOf(frame);
  const { state } = frame;
  execution.abandoned.push({ attempt: event, state, parameters, submitted: present(submitted, 'job') });
}

import type { Execution, Frame } from './execution.ts';
import { abandonMapRun, dropAttempt } from './frames.ts';
import { uncountVariables } from './variables.ts';

/** Takes a frame and all its descendants out of every index, but keeps what a redrive needs of them. */
export function suspendFrame(execution: Execution, frame: Frame): void {
  for (const child of frame.fanOut?.children.values() ?? []) suspendFrame(execution, child);
  abandonMapRun(execution, frame);
  dropAttempt(execution, frame);
  uncountVariables(execution, frame);
  execution.frames.delete(frame.id);
  execution.ready.remove(frame);
  frame.timerAt = undefined;
}

/** Ends a frame's children for now: what follows drops them, or the execution ends and a redrive takes them up. */
export function suspendChildren(execution: Execution, frame: Frame): void {
  if (frame.fanOut === undefined) return;
  for (const child of frame.fanOut.children.values()) suspendFrame(execution, child);
  frame.fallen = frame.fanOut;
  frame.fanOut = undefined;
}

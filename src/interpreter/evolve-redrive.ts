import { present } from '../base/assert.ts';
import type { Instant } from '../base/time.ts';
import { canSpawn } from './evolve-fan-out.ts';
import { createFrame, type Execution, type Frame } from './execution.ts';
import { makeReady, park } from './frames.ts';
import { isExpressChild } from './map-run.ts';
import type { RecordOf } from './record.ts';
import { scopeOf } from './scope.ts';
import { suspendFrame } from './suspend.ts';
import { recountVariables } from './variables.ts';

/** A redrive answers the tokens of this many redrives before it (API reference, RedriveExecution). */
const TOKENS_KEPT = 10;

/** The execution has ended without success: nothing of it waits any longer, but a redrive can take it up. */
export function strand(execution: Execution): void {
  const root = present(execution.frames.get(0), 'root');
  suspendFrame(execution, root);
  execution.wreck = root;
}

/** What had ended well stays so; every other frame goes on where it was, with clocks and retries from the start. */
export function redrive(execution: Execution, record: RecordOf<'ExecutionRedriven'>, at: Instant): void {
  const root = present(execution.wreck, 'what was left of the execution');
  execution.lastEventId++;
  if (execution.status === 'FAILED' && execution.failure.error === 'States.DataLimitExceeded') {
    // The results that were too large together would be so again.
    forgetChildren(root);
  }
  execution.wreck = undefined;
  execution.status = 'RUNNING';
  execution.stoppedAt = undefined;
  execution.failure = { error: undefined, cause: undefined };
  execution.timeoutAt = timeoutFrom(execution, at);
  execution.redriveCount = record.redriveCount;
  const redrives = [...execution.redrives, { clientToken: record.clientToken, at }];
  execution.redrives = redrives.slice(-TOKENS_KEPT);
  resume(execution, isExpressChild(execution) ? beginning(execution, root) : root);
}

/** A root as it was at the start. */
function beginning(execution: Execution, { id }: Frame): Frame {
  const { input, lastEventId: previous } = execution;
  return createFrame(id, {
    ...{ parent: undefined, position: 0, state: scopeOf(execution).startAt },
    ...{ input, previous },
  });
}

/** When the execution is over time that starts, or goes on, at this moment. */
export function timeoutFrom(execution: Execution, at: Instant): Instant | undefined {
  const { timeoutSeconds } = scopeOf(execution);
  return timeoutSeconds === undefined ? undefined : at + timeoutSeconds * 1000;
}

function forgetChildren(frame: Frame): void {
  frame.fanOut = undefined;
  frame.fallen = undefined;
}

function resume(execution: Execution, frame: Frame): void {
  execution.frames.set(frame.id, frame);
  recountVariables(execution, frame);
  frame.previous = execution.lastEventId;
  frame.enteredPrevious = execution.lastEventId;
  frame.retries = undefined;
  frame.retryCount = 0;
  const fanOut = frame.fanOut ?? frame.fallen;
  forgetChildren(frame);
  if (fanOut === undefined || (fanOut.started === 0 && fanOut.size > 0)) {
    return makeReady(execution, frame, frame.enteredEvent === 0 ? 'between' : 'resuming');
  }
  frame.fanOut = fanOut;
  fanOut.iterationPrevious = frame.previous;
  for (const child of fanOut.children.values()) resume(execution, child);
  if (fanOut.ended === fanOut.size) makeReady(execution, frame, 'joining');
  else if (canSpawn(frame)) makeReady(execution, frame, 'spawning');
  else park(execution, frame, 'running', undefined);
}

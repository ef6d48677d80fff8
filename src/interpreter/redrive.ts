import type { Instant } from '../base/time.ts';
import type { Env } from './env.ts';
import type { Execution, Frame } from './execution.ts';

const DAY_MS = 86_400_000;
/** How long after its end an execution can be redriven (Developer Guide, "Redriving executions"). */
const REDRIVABLE_MS = 14 * DAY_MS;
/** How long after its start (Developer Guide, "Quotas": the maximum execution time). */
const OPEN_MS = 365 * DAY_MS;
/** How long a token stands for the redrive it has caused (API reference, RedriveExecution). */
const TOKEN_MS = 15 * 60_000;

/**
 * Why an execution cannot be redriven now, in AWS's words; undefined when it can.
 *
 * A redrive needs room for its own event and one more.
 */
export function redriveProblem(
  execution: Execution,
  { now, eventsMax }: Pick<Env, 'now' | 'eventsMax'>,
): string | undefined {
  const { status, startedAt, stoppedAt = now, lastEventId } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (execution.membership !== undefined)
    return 'Execution belongs to a Map Run and cannot be redriven by itself';
  if (hasUnfinishedMapRun(execution)) return 'Execution has a Map Run, which stepwell does not redrive yet';
  if (lastEventId >= eventsMax - 1) return 'Execution history event limit exceeded';
  if (now - startedAt >= OPEN_MS) return 'Execution has exceeded the max execution time';
  if (now - stoppedAt >= REDRIVABLE_MS) return 'Execution redrivable period exceeded';
  return undefined;
}

/** When the call with this token has redriven the execution; undefined when none did, or long ago. */
export function redrivenBy(execution: Execution, clientToken: string, now: Instant): Instant | undefined {
  const redrive = execution.redrives.findLast((known) => known.clientToken === clientToken);
  return redrive === undefined || now - redrive.at >= TOKEN_MS ? undefined : redrive.at;
}

/**
 * Whether a state that a redrive would take up has a Map Run to be redriven: to run all its items again would repeat
 * those that had ended well. AWS does begin anew where the run has failed for good.
 */
function hasUnfinishedMapRun({ wreck, mapRuns }: Execution): boolean {
  if (wreck === undefined || mapRuns.size === 0) return false;
  const frames = framesOf(wreck);
  return [...mapRuns.values()].some(({ event, state, status, failure }) => {
    if (status === 'SUCCEEDED' || isForGood(failure?.error)) return false;
    return frames.some(
      (frame) => frame.state === state && frame.enteredEvent > 0 && frame.enteredEvent < event,
    );
  });
}

function isForGood(error: string | undefined): boolean {
  return error === 'States.DataLimitExceeded' || error === 'States.Runtime';
}

function framesOf(frame: Frame): Frame[] {
  const children = [...((frame.fanOut ?? frame.fallen)?.children.values() ?? [])];
  return [frame, ...children.flatMap(framesOf)];
}

import type { Instant } from '../base/time.ts';
import type { Env } from './env.ts';
import type { Execution } from './execution.ts';
import { isExpressChild } from './map-run.ts';

const DAY_MS = 86_400_000;
/** How long after its end an execution can be redriven (Developer Guide, "Redriving executions"). */
const REDRIVABLE_MS = 14 * DAY_MS;
/** How long after its start (Developer Guide, "Quotas": the maximum execution time). */
const OPEN_MS = 365 * DAY_MS;
/** How long a token stands for the redrive it has caused (API reference, RedriveExecution). */
const TOKEN_MS = 15 * 60_000;

/**
 * Why an execution cannot be redriven now, in AWS's words; undefined when it can: by itself or, when it belongs to a Map
 * Run, by a redrive of that.
 *
 * A redrive needs room for its own event and one more. Express executions of a Map Run can always be: they begin anew.
 */
export function redriveProblem(
  execution: Execution,
  { now, eventsMax }: Pick<Env, 'now' | 'eventsMax'>,
): string | undefined {
  const { status, startedAt, stoppedAt = now, lastEventId } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (isExpressChild(execution)) return undefined;
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

const CHILD_TOKEN = 'map-run-redrive/';

/** The token of a Map Run's redrive: an execution of the run is redriven once by each of them. */
export function childToken(redrive: number): string {
  return `${CHILD_TOKEN}${redrive}`;
}

/** The redrive of its Map Run under which an execution runs, or did; 0: none. */
export function redriveOf({ redrives }: Execution): number {
  const token = redrives.at(-1)?.clientToken;
  return token?.startsWith(CHILD_TOKEN) === true ? Number(token.slice(CHILD_TOKEN.length)) : 0;
}

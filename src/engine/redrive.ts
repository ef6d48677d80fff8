import { HISTORY_EVENTS_MAX } from '../base/limits.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Execution, Identity } from '../interpreter/execution.ts';
import { redrivenBy, redriveProblem } from '../interpreter/redrive.ts';
import type { Signal } from '../interpreter/signal.ts';

/** An execution that is asked to go on, and what that takes. */
export interface Redrivable {
  readonly identity: Identity;
  readonly catalog: Catalog;
  now(): Instant;
  /** @returns whether the signal changed anything, once that is on disk. */
  post(signal: Signal): Promise<boolean>;
  /** Reads the execution as it is on disk. */
  settled<Read>(read: (execution: Execution) => Read): Promise<Read | undefined>;
}

/**
 * Lets an execution go on that has ended without success; the same token again is the same redrive.
 *
 * @returns The moment of the redrive; undefined when the execution is not there any longer.
 * @throws ServiceError ExecutionNotRedrivable.
 */
export async function redrive(it: Redrivable, clientToken: string): Promise<Instant | undefined> {
  const ofMachine = await machineProblem(it.catalog, it.identity);
  if (ofMachine === undefined) await it.post({ type: 'redrive', clientToken });
  // Whoever made it happen: this call, or one before or beside it with the same token.
  const answer = await it.settled((execution) => ({
    at: redrivenBy(execution, clientToken, it.now()),
    problem: problemOf(execution, it.now()) ?? ofMachine ?? problemOfChild(execution),
  }));
  if (answer === undefined || answer.at !== undefined) return answer?.at;
  // No problem any longer: it was redriven by another when this call came, and has failed since.
  const reason = answer.problem ?? 'Execution is RUNNING and cannot be redriven';
  throw new ServiceError('ExecutionNotRedrivable', reason);
}

/** Why an execution cannot be redriven, as far as it goes by itself. */
export function problemOf(execution: Execution, now: Instant): string | undefined {
  return redriveProblem(execution, { now, eventsMax: HISTORY_EVENTS_MAX });
}

function problemOfChild({ membership }: Execution): string | undefined {
  if (membership === undefined) return undefined;
  return 'Execution belongs to a Map Run and cannot be redriven by itself: redrive the execution that its Map Run is of';
}

/** Why no execution of that machine can be redriven: it is being deleted, or has been. */
export async function machineProblem(catalog: Catalog, identity: Identity): Promise<string | undefined> {
  const machine = await catalog.machines.find(identity.place, identity.stateMachineName);
  return machine === undefined || machine.isDeleting ? 'State machine is in DELETING status' : undefined;
}

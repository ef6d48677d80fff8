import { createHash } from 'node:crypto';
import { present } from '../base/assert.ts';
import { StateError } from '../base/state-error.ts';
import type { Execution, HeldOutcome, Job } from '../interpreter/execution.ts';
import { obligations, waitsFor } from '../interpreter/obligations.ts';
import type { EventId, Parent, Record } from '../interpreter/record.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { ExecutionId, Store } from '../store/store.ts';
import type { Executions } from './executions.ts';
import type { HotExecution } from './hot-execution.ts';
import type { Integrations, SubmittedJob } from './integration.ts';
import { jobOf } from './sender.ts';

export interface ChildrenOptions {
  readonly store: Pick<Store, 'header'>;
  readonly executions: Executions;
  readonly integrations: Integrations;
  /** Resolves when the signal's turn is on disk, or the engine closes. */
  tell(id: ExecutionId, signal: Signal): Promise<void>;
  /** What is told of an execution is on disk: read in the moment when no turn of it is under way. */
  settled<Read>(hot: HotExecution, read: (hot: HotExecution) => Read): Promise<Read | undefined>;
  /** Does it in the background, again and again while the store is away, until the engine closes. */
  insist(action: () => Promise<void>): void;
}

/**
 * Executions that wait for one another: a task for the execution it has started (`.sync`).
 *
 * They are linked by level, not by message. The parent's state says which jobs it waits for, the child's origin which
 * attempt it was started by; both carry `ATTENTION.children`. A child's end is told at once, and so is a parent's that
 * no longer waits; whatever gets lost on that way is asked for by recovery's scan, which calls `look`.
 */
export class Children {
  readonly #options: ChildrenOptions;

  constructor(options: ChildrenOptions) {
    this.#options = options;
  }

  /** After a commit: tells the parent of an end, asks for a new job's end, and cancels jobs nobody waits for now. */
  update(hot: HotExecution, records: readonly Record[]): void {
    const { execution, header } = hot;
    const parent = execution.origin?.parent;
    if (parent?.isWaiting === true && parent.item === undefined && execution.status !== 'RUNNING') {
      this.#options.insist(() => this.#ask(parent.execution, parent.event));
    }
    // It may have ended before its parent knew its name.
    for (const attempt of submittedIn(execution, records)) {
      this.#options.insist(() => this.#ask(header.id, attempt));
    }
    const { abandoned } = execution;
    for (; hot.cancelled < abandoned.length; hot.cancelled++) {
      const job = present(abandoned[hot.cancelled], 'job');
      this.#options.insist(() => this.#cancel(hot, job));
    }
  }

  /** Asks for the end of every job it waits for; stops it when the execution that started it waits no longer. */
  async look(id: ExecutionId): Promise<void> {
    const { executions, settled } = this.#options;
    const found = await executions.get(id);
    const due = found && (await settled(found, ({ execution }) => obligations(execution)));
    if (due === undefined) return;
    for (const attempt of due.jobs) await this.#ask(id, attempt);
    if (due.parent !== undefined && (await this.#isOrphan(due.parent))) {
      await this.#options.tell(id, { type: 'stop', error: undefined, cause: undefined });
    }
  }

  /** A job whose end is known is over for its attempt; to be told twice changes nothing. */
  async #ask(id: ExecutionId, attempt: EventId): Promise<void> {
    const { executions, settled, tell } = this.#options;
    const found = await executions.get(id);
    const job = found && (await settled(found, (hot) => this.#jobAt(hot, attempt)));
    if (job === undefined) return;
    const outcome = await this.#outcome(job);
    if (outcome !== undefined) await tell(id, { type: 'jobEnded', attempt, outcome });
  }

  #jobAt(hot: HotExecution, attempt: EventId): SubmittedJob | undefined {
    const frame = hot.execution.attempts.get(attempt);
    if (frame?.attempt?.submitted === undefined || !hot.execution.jobs.has(frame)) return undefined;
    const { parameters, submitted } = frame.attempt;
    return jobOf(hot, { attempt, state: frame.state, parameters, submitted });
  }

  async #outcome(job: SubmittedJob): Promise<HeldOutcome | undefined> {
    try {
      const output = await this.#options.integrations(job.resource)?.result?.(job);
      return output === undefined ? undefined : { output };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      return { failure: { error: error.error, cause: error.message } };
    }
  }

  async #cancel(hot: HotExecution, job: Job): Promise<void> {
    const submitted = jobOf(hot, job);
    await this.#options.integrations(submitted.resource)?.cancel?.(submitted);
  }

  /** Says yes only of a parent as it is on disk: a copy that another process has overtaken proves nothing. */
  async #isOrphan(parent: Parent): Promise<boolean> {
    const { store, executions, settled } = this.#options;
    const found = await executions.get(parent.execution);
    if (found === undefined) return true;
    const known = await settled(found, ({ execution, header }) => ({
      isWaiting: waitsFor(execution, parent),
      version: header.version,
    }));
    if (known === undefined) return true;
    return !known.isWaiting && (await store.header(parent.execution))?.version === known.version;
  }
}

function submittedIn({ jobs, frames }: Execution, records: readonly Record[]): EventId[] {
  if (jobs.size === 0) return [];
  const attempts: EventId[] = [];
  for (const record of records) {
    const frame = record.type === 'TaskSubmitted' ? frames.get(record.frame) : undefined;
    if (frame?.attempt !== undefined && jobs.has(frame)) attempts.push(frame.attempt.event);
  }
  return attempts;
}

/** The name of a child that its parent has given none: a UUID, as AWS draws one, and the same each time. */
export function childName({ execution, event, item }: Parent): string {
  const digest = createHash('sha256')
    .update(`${execution}/${event}/${item ?? ''}`)
    .digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`];
  return [...parts, `a${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-');
}

export function isSameParent(one: Parent | undefined, other: Parent | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.execution === other.execution && one.event === other.event && one.item === other.item;
}

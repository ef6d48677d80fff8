import { assert, present } from '../base/assert.ts';
import type { Payload } from '../base/payload.ts';
import { StateError } from '../base/state-error.ts';
import type { Execution, Frame, Job } from '../interpreter/execution.ts';
import { stateOf } from '../interpreter/frames.ts';
import { LazySet } from '../interpreter/lazy-set.ts';
import type { EventId, Failure, Record } from '../interpreter/record.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { ExecutionId } from '../store/store.ts';
import { headerFrom, parseTraceHeader, segmentId } from '../telemetry/trace-header.ts';
import type { HotExecution } from './hot-execution.ts';
import type { Attempt, Integration, Integrations, SubmittedJob } from './integration.ts';
import type { Tally } from './tally.ts';

/** Attempts under way in this process; the others wait, ready, until one has ended. */
const SENDING_MAX = 1000;

/** What attempts are sent for: an execution in memory, with a journal or without. */
export interface Sendable {
  readonly execution: Execution;
  /** The id is unique in this process, whatever it belongs to: attempts are named by it. */
  readonly header: { readonly id: ExecutionId };
  /** It has no journal: when this process ends, it ends. */
  readonly isExpress?: true;
}

export interface SenderOptions {
  readonly integrations: Integrations;
  /** Counts what is committed, and how long attempts take. */
  readonly tally: Tally;
  /** Resolves when the signal's turn is on disk; to false when the engine closes before. */
  readonly report: (hot: Sendable, signal: Signal) => Promise<boolean>;
  readonly onDefect: (error: unknown) => void;
}

/** Sends attempts whose TaskStarted is on disk, each once, and turns outcomes into signals. */
export class Sender {
  readonly #integrations: Integrations;
  readonly #tally: Tally;
  readonly #report: SenderOptions['report'];
  readonly #onDefect: (error: unknown) => void;
  readonly #starved = new Set<Sendable>();
  readonly #sending = new Map<ExecutionId, Sending>();
  #underWay = 0;
  #reserved = 0;
  #waiters: (() => void)[] = [];

  constructor(options: SenderOptions) {
    this.#integrations = options.integrations;
    this.#tally = options.tally;
    this.#report = options.report;
    this.#onDefect = options.onDefect;
  }

  /** Attempts under way. */
  get underWay(): number {
    return this.#underWay;
  }

  get free(): number {
    return SENDING_MAX - this.#underWay - this.#reserved;
  }

  /** Slots for attempts that will be sent once their turn is on disk; negative gives them back. */
  reserve(slots: number): void {
    this.#reserved += slots;
  }

  /** Whether this process has sent that attempt, and its outcome is not on disk yet. */
  isSending(id: ExecutionId, attempt: EventId): boolean {
    return this.#sending.get(id)?.has(attempt) === true;
  }

  /**
   * After a commit: sends what it started, and no other attempt, whoever may have sent those; gives up what
   * nobody waits for any longer.
   */
  update(hot: Sendable, records: readonly Record[]): void {
    this.#tally.count(hot.execution, records);
    const { frames, sent, unsent } = hot.execution;
    // By their frames, each once: one that was stopped and redriven in the turn has started more than one attempt.
    const started = new LazySet<Frame>();
    for (const record of records) {
      const frame = record.type === 'TaskStarted' ? frames.get(record.frame) : undefined;
      if (frame !== undefined && sent.has(frame)) started.add(frame);
    }
    for (const frame of started) this.#send(hot, frame);
    const sending = this.#sending.get(hot.header.id);
    if (sending !== undefined && sending.size > sent.size) abortOthers(hot, sending);
    if (unsent.size > 0) this.#starved.add(hot);
  }

  /**
   * Resolves what an earlier process has sent, or sends it once more.
   *
   * @returns false when that could do it twice.
   */
  resume(hot: HotExecution, attempt: EventId): boolean {
    const frame = hot.execution.attempts.get(attempt);
    const state = frame === undefined ? undefined : stateOf(hot.execution, frame);
    if (frame === undefined || state?.type !== 'Task') return false;
    const { resource } = state;
    const integration = this.#integrations(resource);
    if (integration?.isRepeatable?.(resource) === true) this.#send(hot, frame);
    else if (integration?.resume !== undefined)
      this.#send(hot, frame, (sent, aborted) => this.#resumed(hot, sent, aborted));
    else return false;
    return true;
  }

  /** Attempts under way, by their ids. */
  get attemptsUnderWay(): string[] {
    return [...this.#sending].flatMap(([id, attempts]) =>
      [...attempts.keys()].map((event) => attemptId(id, event)),
    );
  }

  /** Resolves when nothing is under way, at the latest when `signal` is aborted. */
  async drained(signal: AbortSignal): Promise<void> {
    while (this.#sending.size > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiters.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  #send(
    hot: Sendable,
    frame: Frame,
    outcome: Outcome = (sent, aborted) => this.#outcome(sent, aborted),
  ): void {
    const controller = new AbortController();
    const attempt = attemptOf(hot, frame);
    this.#keep(hot.header.id, attempt.event, controller);
    this.#underWay++;
    this.#follow(hot, attempt, outcome(attempt, controller.signal), controller.signal).catch(this.#onDefect);
  }

  /** The slot is free with the outcome; the attempt counts as sent until that is on disk, or nobody wants it. */
  async #follow(
    hot: Sendable,
    attempt: SentAttempt,
    outcome: Promise<Signal>,
    aborted: AbortSignal,
  ): Promise<void> {
    const sentMs = performance.now();
    const signal = await outcome;
    this.#tally.ran(attempt.resource, performance.now() - sentMs);
    this.#underWay--;
    this.#sending.get(hot.header.id)?.set(attempt.event, undefined);
    this.#feedStarved();
    const isSettled = aborted.aborted || (await this.#report(hot, signal));
    this.#forget(hot.header.id, attempt.event);
    if (isSettled) this.#integrations(attempt.resource)?.settled?.(attempt);
    for (const wake of this.#waiters.splice(0)) wake();
  }

  #keep(id: ExecutionId, event: EventId, controller: AbortController): void {
    const sending: Sending = this.#sending.get(id) ?? new Map();
    sending.set(event, controller);
    this.#sending.set(id, sending);
  }

  #forget(id: ExecutionId, event: EventId): void {
    const sending = this.#sending.get(id);
    sending?.delete(event);
    if (sending?.size === 0) this.#sending.delete(id);
  }

  async #outcome(attempt: SentAttempt, signal: AbortSignal): Promise<Signal> {
    const outcome = await sendAttempt(this.#integrations, attempt, signal);
    return signalOf(attempt, outcome);
  }

  async #resumed(hot: HotExecution, attempt: SentAttempt, signal: AbortSignal): Promise<Signal> {
    const outcome = await failureCaught(async () => {
      const output = await this.#integrations(attempt.resource)?.resume?.(attempt, signal);
      return output && { output };
    });
    if (outcome !== undefined) return signalOf(attempt, outcome);
    this.#tally.lost(hot.execution.identity.executionArn, attempt.event);
    return unknownOutcome(hot, attempt.event);
  }

  #feedStarved(): void {
    for (const hot of this.#starved) {
      if (this.free <= 0) return;
      this.#starved.delete(hot);
      this.#report(hot, { type: 'go' }).catch(this.#onDefect);
    }
  }
}

/** Sends one attempt; a failure of the task is an outcome, not an error. */
export async function sendAttempt(
  integrations: Integrations,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<{ readonly output: Payload } | Failure> {
  return await failureCaught(async () => {
    const integration = integrations(attempt.resource) ?? missing(attempt);
    return { output: await integration.send(attempt, signal) };
  });
}

async function failureCaught<Result>(action: () => Promise<Result>): Promise<Result | Failure> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { error: error.error, cause: error.message === '' ? undefined : error.message };
  }
}

function signalOf({ event }: SentAttempt, outcome: { readonly output: Payload } | Failure): Signal {
  if ('output' in outcome) return { type: 'sent', attempt: event, output: outcome.output };
  return { type: 'sendFailed', attempt: event, ...outcome };
}

/** How an attempt's signal comes about. */
type Outcome = (attempt: SentAttempt, aborted: AbortSignal) => Promise<Signal>;

/** Attempts and what aborts them; undefined once there is nothing to abort. */
type Sending = Map<EventId, AbortController | undefined>;

type SentAttempt = Attempt & { readonly event: EventId };

/** Nobody waits for these any longer: timed out, stopped, or a sibling failed. */
function abortOthers(hot: Sendable, sending: Sending): void {
  for (const [event, controller] of sending) {
    if (!hot.execution.attempts.has(event)) controller?.abort();
  }
}

function attemptOf(hot: Sendable, { state, attempt }: Frame): SentAttempt {
  const { event, parameters } = present(attempt, 'attempt to send');
  return { event, ...attemptAt(hot, { attempt: event, state, parameters }) };
}

/** A job as its integration sees it. */
export function jobOf(hot: Sendable, job: Job): SubmittedJob {
  return { ...attemptAt(hot, job), submitted: job.submitted };
}

function attemptAt(hot: Sendable, { attempt, state, parameters }: Omit<Job, 'submitted'>): Attempt {
  const { program, identity, origin } = hot.execution;
  const task = program.states[state];
  assert(task?.type === 'Task', 'an attempt of a state that is no task');
  const { id } = hot.header;
  return {
    id: attemptId(id, attempt),
    ...(hot.isExpress ? {} : { isResumable: true }),
    resource: task.resource,
    parameters,
    scope: identity.place,
    ...{ executionArn: identity.executionArn, roleArn: identity.roleArn },
    asParent: { execution: id, event: attempt },
    ...traceOf(origin?.traceHeader, identity.executionArn, attempt),
  };
}

function attemptId(execution: ExecutionId, event: EventId): string {
  return `${execution}-${event}`;
}

/** A header that names no trace is passed on as it is. */
function traceOf(
  text: string | undefined,
  executionArn: string,
  attempt: EventId,
): Pick<Attempt, 'traceHeader'> {
  if (text === undefined) return {};
  const header = parseTraceHeader(text);
  return { traceHeader: header === undefined ? text : headerFrom(header, segmentId(executionArn, attempt)) };
}

function missing({ resource }: Attempt): Integration {
  throw new StateError('States.TaskFailed', `stepwell does not call ${resource.arn} yet. Nothing was sent.`);
}

/** An attempt that was sent before this process began: nobody can say whether it ran, and it is never sent again. */
export function unknownOutcome(hot: HotExecution, attempt: EventId): Signal {
  const frame = hot.execution.attempts.get(attempt);
  const state = frame === undefined ? undefined : stateOf(hot.execution, frame);
  const isLambda =
    state?.type === 'Task' &&
    (state.resource.kind === 'function' ||
      (state.resource.kind === 'service' && state.resource.service === 'lambda'));
  return {
    type: 'sendFailed',
    attempt,
    error: isLambda ? 'Lambda.SdkClientException' : 'States.TaskFailed',
    cause: 'The engine stopped after the request was sent; its outcome is unknown.',
  };
}

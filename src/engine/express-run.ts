import { Defect, present } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Entropy } from '../base/entropy.ts';
import { type GivenUp, OutOfPatience } from '../base/out-of-patience.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import { decide } from '../interpreter/decide.ts';
import type { Env } from '../interpreter/env.ts';
import { createExecution, type Execution, type Identity } from '../interpreter/execution.ts';
import { hasSteps, wakeAt } from '../interpreter/obligations.ts';
import type { Record } from '../interpreter/record.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { ExecutionId } from '../store/store.ts';
import { ExpressJournal, type JournalSpace } from './express-journal.ts';
import { withExpressLimit } from './express-limit.ts';
import { drawSeed } from './offthread/drawn-entropy.ts';
import { toPlain } from './offthread/plain.ts';
import type { Outcome } from './offthread/thread-pool.ts';
import { applyChunk, type DecidedTurn, type TurnJob } from './offthread/turn-job.ts';
import type { Patiences } from './patiences.ts';
import type { EngineProgram } from './programs.ts';
import type { Sendable, Sender } from './sender.ts';
import { AWAY, FAST_MS, HERE } from './turn-limits.ts';

/** The longest that a clock is ever asked for. */
const SLEEP_MS_MAX = 60_000;
/** How much faster time runs for expressions that cannot leave this thread: their second lasts 200 ms. */
const HASTE = 5;

export interface ExpressServices {
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** What expressions are timed with. */
  elapsedMs(): number;
  readonly sender: Pick<Sender, 'update'>;
  /** Attempts that may be sent on top of those under way. */
  sendingSlots(): number;
  /** Decides a turn that would hold this thread for too long. */
  readonly decideAway: (job: TurnJob) => Promise<Outcome<DecidedTurn>>;
  readonly patiences: Patiences;
  readonly journals: JournalSpace;
  readonly onDefect: (error: unknown) => void;
}

/** What is run, and who hears of its end. */
export interface ExpressRunOptions {
  readonly id: ExecutionId;
  readonly compiled: EngineProgram;
  readonly identity: Identity;
  readonly services: ExpressServices;
  /** Called once; never before `begin` was. */
  readonly ended: () => void;
}

/**
 * One Express execution: turns without a journal on disk. What a turn decides is met at once, and all of it is gone
 * with the process.
 */
export class ExpressRun implements Sendable {
  readonly header: Sendable['header'];
  readonly isExpress = true;
  readonly #definition: string;
  readonly #services: ExpressServices;
  readonly #ended: () => void;
  readonly #journal: ExpressJournal;
  #execution: Execution;
  #isStopped = false;
  /** Its turn is decided on another thread, and signals wait. */
  #isAway = false;
  /** Its last turn took long: the next one is not tried here. */
  #isSlow = false;
  #waiting: Signal[] = [];
  #cancel: () => void = () => {};
  #sleepsUntil: Instant | undefined;

  constructor({ id, compiled, identity, services, ended }: ExpressRunOptions) {
    this.header = { id };
    this.#definition = compiled.definition;
    this.#execution = createExecution(withExpressLimit(compiled.program), identity);
    this.#journal = new ExpressJournal(services.journals);
    this.#services = services;
    this.#ended = ended;
  }

  get execution(): Execution {
    return this.#execution;
  }

  begin(input: Payload, traceHeader?: string): void {
    this.receive({ type: 'start', input, ...(traceHeader === undefined ? {} : { origin: { traceHeader } }) });
  }

  /** One turn. What comes after the end, or after `stop`, is dropped. */
  receive(signal: Signal): void {
    if (this.#isStopped || this.#execution.status !== 'RUNNING') return;
    if (this.#isAway) {
      this.#waiting.push(signal);
      return;
    }
    const records = this.#isToLeave(signal) ? undefined : (this.#decide(signal) ?? this.#giveUp(signal));
    if (records === undefined) this.#leave(signal);
    else this.#go(records);
  }

  /** Gives it up where it is; nobody is told. */
  stop(): void {
    this.#isStopped = true;
    this.#journal.drop();
    this.#cancel();
  }

  /** @returns undefined when its expressions took too long: the execution has changed. */
  #decide(signal: Signal, limits: TurnLimits = {}): readonly Record[] | undefined {
    try {
      return decide(this.#execution, signal, this.#env(limits)).records;
    } catch (error) {
      if (!(error instanceof OutOfPatience)) throw error;
      this.#services.patiences.lost(this.#execution.program);
      return undefined;
    }
  }

  /** @returns The start alone, when that was the turn: its moment is asked for at once. */
  #giveUp(signal: Signal): readonly Record[] | undefined {
    this.#isSlow = true;
    this.#execution = this.#journal.restored(this.#execution);
    return signal.type === 'start' ? this.#decide(signal, { records: 1 }) : undefined;
  }

  /** What was decided is met. An integration answers later, never from within: no turn begins before this one has ended. */
  #go(records: readonly Record[], chunk?: Uint8Array): void {
    const execution = this.#execution;
    this.#services.sender.update(this, records);
    if (execution.status === 'RUNNING') {
      this.#journal.keep(execution, records, chunk);
      this.#sleep();
      return;
    }
    this.#journal.drop();
    this.#cancel();
    this.#ended();
  }

  /** Whether the turn goes to another thread without being tried here: there may be an expression in it. */
  #isToLeave(signal: Signal): boolean {
    if (!this.#isSlow || this.#journal.chunks === undefined) return false;
    if (signal.type !== 'go' || hasSteps(this.#execution)) return true;
    const due = wakeAt(this.#execution);
    return due !== undefined && due <= this.#services.clock.now();
  }

  #leave(signal: Signal): void {
    this.#isAway = true;
    this.#decideAway(signal).catch(this.#services.onDefect);
  }

  async #decideAway(signal: Signal): Promise<void> {
    let outcome: Outcome<DecidedTurn>;
    try {
      outcome = await this.#services.decideAway(this.#jobOf(signal));
    } catch (error) {
      // The engine closes, and has told whoever waits.
      if (error instanceof Unavailable) return;
      throw error;
    }
    this.#isAway = false;
    if (this.#isStopped) return;
    if (outcome.kind === 'lost') {
      this.#go(present(this.#decide(signal, { lost: outcome.reason }), 'turn without patience to lose'));
    } else {
      this.#isSlow = outcome.tookMs > FAST_MS;
      const { chunk } = outcome.result;
      this.#go(chunk === undefined ? [] : applyChunk(this.#execution, chunk), chunk);
    }
    for (const waiting of this.#waiting.splice(0)) this.receive(waiting);
  }

  #jobOf(signal: Signal): TurnJob {
    const { clock, entropy } = this.#services;
    return {
      kind: 'turn',
      definition: this.#definition,
      isExpress: true,
      identity: this.#execution.identity,
      execution: this.header.id,
      journal: present(this.#journal.chunks, 'journal of a turn that leaves'),
      signals: [toPlain(signal)],
      env: { now: clock.now(), seed: drawSeed(entropy), activities: [], ...AWAY },
    };
  }

  #env({ records, lost }: TurnLimits): Env {
    const { clock, entropy, elapsedMs, patiences } = this.#services;
    const isBound = this.#journal.chunks === undefined;
    return {
      ...HERE,
      ...(records === undefined ? {} : { recordsPerTurn: records }),
      now: clock.now(),
      elapsedMs: isBound ? () => elapsedMs() * HASTE : elapsedMs,
      ...(isBound ? {} : { patience: patiences.of(this.#execution.program, elapsedMs(), lost) }),
      entropy,
      taskToken: noToken,
      mapRunId: noMapRun,
      // Nor may it name one: the validator refuses an activity's ARN.
      isActivity: () => false,
      sendable: this.#services.sendingSlots(),
    };
  }

  /** Steps left are taken in another tick: no execution can hold the process. */
  #sleep(): void {
    const execution = this.#execution;
    const { clock } = this.#services;
    const until = this.#isDue() ? clock.now() : wakeAt(execution);
    if (until === this.#sleepsUntil) return;
    this.#cancel();
    this.#sleepsUntil = until;
    if (until === undefined) return;
    const ms = Math.min(Math.max(until - clock.now(), 0), SLEEP_MS_MAX);
    this.#cancel = clock.after(ms, () => {
      this.#sleepsUntil = undefined;
      this.receive({ type: 'go' });
    });
  }

  /** Steps are left, or something to send that another thread has decided. */
  #isDue(): boolean {
    if (hasSteps(this.#execution)) return true;
    return this.#execution.unsent.size > 0 && this.#services.sendingSlots() > 0;
  }
}

interface TurnLimits {
  /** Records after which it ends. */
  readonly records?: number;
  /** Why the thread that had it did not come back: expressions that take long fail. */
  readonly lost?: GivenUp['reason'];
}

/** The validator refuses what would wait for one. */
function noToken(): never {
  throw new Defect('a task of an Express execution asked for a token');
}

function noMapRun(): never {
  throw new Defect('a Map of an Express execution is distributed');
}

import type { Program } from '../asl/program.ts';
import { Defect } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Entropy } from '../base/entropy.ts';
import { EXPRESS_SECONDS_MAX, HISTORY_EVENTS_MAX } from '../base/limits.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { decide } from '../interpreter/decide.ts';
import type { Env } from '../interpreter/env.ts';
import { createExecution, type Execution, type Identity } from '../interpreter/execution.ts';
import { wakeAt } from '../interpreter/obligations.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { ExecutionId } from '../store/store.ts';
import type { Sendable, Sender } from './sender.ts';
import { BYTES_PER_TURN, LONG_TURN_MS, MS_PER_TURN, RECORDS_PER_TURN, REST_MS } from './turns.ts';

/** The longest that a clock is ever asked for. */
const SLEEP_MS_MAX = 60_000;

export interface ExpressServices {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly sender: Pick<Sender, 'update'>;
  /** Attempts that may be sent on top of those under way. */
  sendingSlots(): number;
}

/** What is run, and who hears of its end. */
export interface ExpressRunOptions {
  readonly id: ExecutionId;
  readonly program: Program;
  readonly identity: Identity;
  readonly services: ExpressServices;
  /** Called once; never before `begin` was. */
  readonly ended: () => void;
}

/**
 * One Express execution: turns without a journal. What a turn decides is met at once, and all of it is gone with
 * the process.
 */
export class ExpressRun implements Sendable {
  readonly header: Sendable['header'];
  readonly execution: Execution;
  readonly #services: ExpressServices;
  readonly #ended: () => void;
  #isStopped = false;
  #cancel: () => void = () => {};
  #sleepsUntil: Instant | undefined;

  constructor({ id, program, identity, services, ended }: ExpressRunOptions) {
    this.header = { id };
    this.execution = createExecution(withLimit(program), identity);
    this.#services = services;
    this.#ended = ended;
  }

  begin(input: Payload): void {
    this.receive({ type: 'start', input });
  }

  /** One turn. What comes after the end, or after `stop`, is dropped. */
  receive(signal: Signal): void {
    const { execution } = this;
    if (this.#isStopped || execution.status !== 'RUNNING') return;
    const beganMs = performance.now();
    const { records } = decide(execution, signal, this.#env());
    // An integration answers later, never from within: no turn begins before this one has ended.
    this.#services.sender.update(this, records);
    if (execution.status === 'RUNNING')
      return this.#sleep(performance.now() - beganMs > LONG_TURN_MS ? REST_MS : 0);
    this.#cancel();
    this.#ended();
  }

  /** Gives it up where it is; nobody is told. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #env(): Env {
    const { clock, entropy } = this.#services;
    return {
      now: clock.now(),
      // The machine's own, whatever the clock says: an endless expression must end in a test that stops time, too.
      elapsedMs: () => performance.now(),
      entropy,
      taskToken: noToken,
      mapRunId: noMapRun,
      // Nor may it name one: the validator refuses an activity's ARN.
      isActivity: () => false,
      sendable: this.#services.sendingSlots(),
      recordsPerTurn: RECORDS_PER_TURN,
      bytesPerTurn: BYTES_PER_TURN,
      msPerTurn: MS_PER_TURN,
      eventsMax: HISTORY_EVENTS_MAX,
    };
  }

  /** Steps left are taken in another tick, after a long turn a little later: no execution can hold the process. */
  #sleep(restMs: number): void {
    const { execution } = this;
    const { clock } = this.#services;
    const until = execution.ready.first() === undefined ? wakeAt(execution) : clock.now() + restMs;
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
}

/** An Express execution ends with its own TimeoutSeconds or after five minutes, whichever comes first. */
function withLimit(program: Program): Program {
  const { timeoutSeconds = EXPRESS_SECONDS_MAX } = program;
  return { ...program, timeoutSeconds: Math.min(timeoutSeconds, EXPRESS_SECONDS_MAX) };
}

/** The validator refuses what would wait for one. */
function noToken(): never {
  throw new Defect('a task of an Express execution asked for a token');
}

function noMapRun(): never {
  throw new Defect('a Map of an Express execution is distributed');
}

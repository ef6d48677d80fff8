import type { JsonObject } from '../base/json.ts';
import type { Instant } from '../base/time.ts';
import type { Env } from './env.ts';
import { enterState, evolve, exitState } from './evolve.ts';
import { endIteration, startIteration } from './evolve-fan-out.ts';
import type { Execution, Frame } from './execution.ts';
import { type EventId, type Failure, isEvent, type Record, type RecordOf } from './record.ts';

/** What a test of a single state sees and sets while it runs; executions have none. */
export interface Watch {
  failed(failure: Failure): void;
  /** @returns the context object that the state is to see. */
  context(built: JsonObject): JsonObject;
}

/** A turn under way: every record is applied as soon as it is decided, so that the next decision sees it. */
export class Turn {
  readonly execution: Execution;
  readonly env: Env;
  /** One moment for the whole turn; history never goes back in time, whatever the clock does. */
  readonly at: Instant;
  readonly records: Record[] = [];
  readonly watch: Watch | undefined;
  #bytes = 0;
  readonly #startedMs: number;
  /** Records after which the clock is looked at again. */
  #nextLook = 1;
  #lookedAfterMs = 0;

  constructor(execution: Execution, env: Env, watch?: Watch) {
    this.execution = execution;
    this.env = env;
    this.watch = watch;
    this.at = Math.max(env.now, execution.lastAt);
    this.#startedMs = env.elapsedMs();
  }

  /**
   * @returns The id of this event (of the last event, for a private record).
   * @throws HistoryFull when only the last event is left, which only the end of the execution may take.
   */
  emit(record: Record): EventId {
    const { execution } = this;
    if (this.#isFull && isEvent(record) && !isEnd(record)) throw new HistoryFull();
    this.#bytes += newBytes(record);
    evolve(execution, record, this.at);
    this.records.push(record);
    return execution.lastEventId;
  }

  // The records that most of a history is made of, as `emit` has them: without a choice by their type, which took a
  // third of their time, and with the frame that the caller has at hand.

  enter(frame: Frame, record: RecordOf<'StateEntered'>): void {
    this.#begin();
    enterState(this.execution, frame, record);
    this.records.push(record);
  }

  exit(frame: Frame, record: RecordOf<'StateExited'>): void {
    this.#begin();
    if (record.output !== frame.input) this.#bytes += record.output.bytes;
    exitState(this.execution, frame, record);
    this.records.push(record);
  }

  startIteration(parent: Frame, record: RecordOf<'MapIterationStarted'>): void {
    this.#begin();
    this.#bytes += record.input.bytes;
    startIteration(this.execution, parent, record);
    this.records.push(record);
  }

  endIteration(parent: Frame, record: RecordOf<'MapIterationSucceeded'>): void {
    this.#begin();
    endIteration(this.execution, parent, record);
    this.records.push(record);
  }

  /** Of an event that does not end the execution. */
  #begin(): void {
    if (this.#isFull) throw new HistoryFull();
    this.execution.lastAt = this.at;
  }

  get #isFull(): boolean {
    return this.execution.lastEventId >= this.env.eventsMax - 1;
  }

  /** Whether the turn has to commit, although frames could go on: no execution may hold the process. */
  get isSpent(): boolean {
    const { recordsPerTurn, bytesPerTurn, msPerTurn } = this.env;
    if (this.records.length >= recordsPerTurn || this.#bytes >= bytesPerTurn) return true;
    const count = this.records.length;
    if (count === 0 || (count >= RECORDS_FEW && count < this.#nextLook)) return false;
    const tookMs = this.env.elapsedMs() - this.#startedMs;
    const isQuick = tookMs - this.#lookedAfterMs < QUICK_MS;
    this.#lookedAfterMs = tookMs;
    this.#nextLook = count + (isQuick ? RECORDS_A_LOOK_QUICK : RECORDS_A_LOOK);
    return tookMs >= (count < RECORDS_FEW ? msPerTurn * LENIENCE : msPerTurn);
  }
}

/** A turn that has done so little was mostly held up by the machine: a commit of its own would not make it faster. */
const RECORDS_FEW = 8;
const LENIENCE = 4;
/** To look at the clock before every step took a twentieth of a turn. */
const RECORDS_A_LOOK = 8;
/** As long as they have taken no longer than this since the last look, a few microseconds of work. */
const RECORDS_A_LOOK_QUICK = 32;
const QUICK_MS = 0.05;

/** What a record adds to the journal: payloads that are passed on cost nothing. Those of states are counted above. */
function newBytes(record: Record): number {
  switch (record.type) {
    case 'TaskScheduled':
      return record.parameters.bytes;
    case 'ChildStarted':
      return record.input?.bytes ?? 0;
    case 'ChildEnded':
      return record.result?.bytes ?? 0;
    default:
      return 0;
  }
}

/** Control flow of this folder alone: unwinds to `decide`, which ends the execution. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

function isEnd(record: Record): boolean {
  switch (record.type) {
    case 'ExecutionSucceeded':
    case 'ExecutionFailed':
    case 'ExecutionAborted':
    case 'ExecutionTimedOut':
      return true;
    default:
      return false;
  }
}

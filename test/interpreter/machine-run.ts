import assert from 'node:assert/strict';
import { compile } from '../../src/asl/compile.ts';
import type { Program } from '../../src/asl/program.ts';
import { Payload } from '../../src/base/payload.ts';
import { parseInstant } from '../../src/base/time.ts';
import { decide } from '../../src/interpreter/decide.ts';
import type { Env } from '../../src/interpreter/env.ts';
import type { Execution } from '../../src/interpreter/execution.ts';
import { fold } from '../../src/interpreter/fold.ts';
import { type HistoryEvent, tellChunk } from '../../src/interpreter/history.ts';
import { type Chunk, ChunkEncoder, decodeChunk } from '../../src/interpreter/journal.ts';
import {
  type CountedEnd,
  isEvent,
  type Membership,
  type Origin,
  type Record,
} from '../../src/interpreter/record.ts';
import type { Signal } from '../../src/interpreter/signal.ts';
import { IDENTITY } from './small-world.ts';

/** The MapRunStarted of a machine whose first state is a distributed Map. */
export const RUN = 4;

/** Where every run begins. */
export const NOON = parseInstant('2026-01-01T12:00:00Z') ?? 0;

/** What an execution of a Map Run tells besides how it ended. */
interface ChildTold {
  readonly run?: number;
  readonly output?: string;
  readonly error?: string;
  readonly redrive?: number;
  readonly fate?: 'unborn' | 'lost';
}

export interface RunOptions {
  readonly input?: string;
  readonly origin?: Origin;
  readonly membership?: Membership;
  readonly env?: Partial<Env>;
  /** Changes the compiled program, for what no definition can say. */
  readonly patch?: (program: Program) => Program;
}

/**
 * For tests: one execution, turn by turn, in a world that stands still but for `pass`. It is loaded anew from its
 * journal before every turn, so that each test also proves that a crash would have changed nothing.
 */
export class MachineRun {
  readonly program: Program;
  readonly chunks: Chunk[] = [];
  /** The records of the last turn. */
  records: readonly Record[] = [];
  now = NOON;
  readonly #encoder = new ChunkEncoder();
  readonly #env: Partial<Env>;

  /** @param states The states by name; the first is the start. */
  constructor(
    states: object,
    { input = '{}', origin, membership, env = {}, patch = same }: RunOptions = {},
    machine: object = {},
  ) {
    const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...machine });
    this.program = patch(compile(definition));
    this.#env = env;
    const how = {
      ...(origin === undefined ? {} : { origin }),
      ...(membership === undefined ? {} : { membership }),
    };
    this.signal({ type: 'start', input: Payload.fromText(input), ...how });
  }

  /** As its journal tells it. */
  get execution(): Execution {
    return fold(this.program, IDENTITY, this.chunks);
  }

  signal(signal: Signal, env: Partial<Env> = {}): this {
    const { execution } = this;
    this.records = decide(execution, signal, { ...this.#world(), ...this.#env, ...env }).records;
    if (this.records.length === 0) return this;
    const events = this.records.filter(isEvent).length;
    const firstEventId = execution.lastEventId - events + 1;
    const chunk = { at: execution.lastAt, firstEventId, records: this.records };
    this.chunks.push(decodeChunk(this.#encoder.encode(chunk)));
    return this;
  }

  go(): this {
    return this.signal({ type: 'go' });
  }

  /** Time goes by, then what is due happens. */
  pass(seconds: number): this {
    this.now += seconds * 1000;
    return this.go();
  }

  /** @param attempt The id of its TaskScheduled. */
  sent(attempt: number, output = '"done"'): this {
    return this.signal({ type: 'sent', attempt, output: Payload.fromText(output) });
  }

  failed(attempt: number, error?: string, cause?: string): this {
    return this.signal({ type: 'sendFailed', attempt, error, cause });
  }

  tokenSucceeded(attempt: number, output = '"by token"'): this {
    return this.signal({ type: 'tokenSucceeded', attempt, output: Payload.fromText(output) });
  }

  tokenFailed(attempt: number, error?: string, cause?: string): this {
    return this.signal({ type: 'tokenFailed', attempt, error, cause });
  }

  /** An execution of the Map Run that began with that event has ended. */
  child(index: number, end: CountedEnd, told: ChildTold = {}): this {
    const { run = RUN, output = '"done"', error = 'Bad', redrive = 0, fate } = told;
    const how = end === 'SUCCEEDED' ? { output: Payload.fromText(output) } : { output: undefined };
    const failure = end === 'FAILED' ? { error, cause: 'because' } : { error: undefined, cause: undefined };
    const times = { startedAt: NOON, stoppedAt: this.now };
    const redrives = { redrive, redriveCount: redrive, ...(fate === undefined ? {} : { fate }) };
    return this.signal({ type: 'childEnded', run, index, end, ...redrives, ...how, ...failure, ...times });
  }

  redrive(clientToken = `redrive-${this.chunks.length}`): this {
    return this.signal({ type: 'redrive', clientToken });
  }

  history(includeExecutionData = true): HistoryEvent[] {
    const narrator = { program: this.program, identity: IDENTITY, includeExecutionData };
    return this.chunks.flatMap((chunk) => tellChunk(narrator, chunk));
  }

  event(id: number): HistoryEvent {
    const event = this.history()[id - 1];
    assert.ok(event !== undefined, `there is no event ${id}`);
    return event;
  }

  /** What an event tells under `input`, `output` or the like. */
  detail(id: number, name: string): unknown {
    const { timestamp: _at, type: _type, id: _id, previousEventId: _previous, ...details } = this.event(id);
    // An event has one member with details, and that is an object.
    const [only = {}] = Object.values(details) as { [name: string]: unknown }[];
    return only[name];
  }

  /** The history from event 2 on, each event as `Type <previousEventId`. */
  tells(...expected: readonly string[]): void {
    const told = this.history();
    assert.deepEqual(
      told.map(({ id }) => id),
      told.map((_, i) => i + 1),
    );
    assert.deepEqual(
      told.slice(1).map(({ type, previousEventId }) => `${type} <${previousEventId}`),
      expected,
    );
  }

  /** As `tells`, but from event `first` on. */
  goesOn(first: number, ...expected: readonly string[]): void {
    const told = this.history().slice(first - 1);
    assert.deepEqual(
      told.map(({ type, previousEventId }) => `${type} <${previousEventId}`),
      expected,
    );
  }

  /** The moments of the events, in seconds after noon. */
  seconds(): number[] {
    return this.history().map(({ timestamp }) => (timestamp - NOON) / 1000);
  }

  ends(status: Execution['status'], error?: string, cause?: string): void {
    const { execution } = this;
    assert.deepEqual([execution.status, execution.failure.error], [status, error]);
    if (cause !== undefined) assert.equal(execution.failure.cause, cause);
  }

  outputs(text: string): void {
    const { status, output } = this.execution;
    assert.deepEqual([status, output?.text], ['SUCCEEDED', text]);
  }

  #world(): Env {
    return {
      now: this.now,
      elapsedMs: () => performance.now(),
      entropy: { random: () => 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' },
      taskToken: (attempt) => `token-${attempt}`,
      mapRunId: (event) => `run-${event}`,
      isActivity: (arn) => !arn.endsWith(':unknown'),
      sendable: 1000,
      recordsPerTurn: 5000,
      bytesPerTurn: 2 ** 21,
      msPerTurn: 1000,
      eventsMax: 25_000,
    };
  }
}

function same(program: Program): Program {
  return program;
}

import { compile } from '../../src/asl/compile.ts';
import type { Entropy } from '../../src/base/entropy.ts';
import { Payload } from '../../src/base/payload.ts';
import { decide } from '../../src/interpreter/decide.ts';
import type { Env } from '../../src/interpreter/env.ts';
import { createExecution, type Execution, type Identity } from '../../src/interpreter/execution.ts';
import { fold } from '../../src/interpreter/fold.ts';
import { ChunkEncoder, decodeChunk } from '../../src/interpreter/journal.ts';
import { obligations } from '../../src/interpreter/obligations.ts';
import { type CountedEnd, isEvent, type Record } from '../../src/interpreter/record.ts';
import type { Signal } from '../../src/interpreter/signal.ts';

export const IDENTITY: Identity = {
  place: { region: 'us-east-1', account: '123456789012' },
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:m:e',
  name: 'e',
  roleArn: 'arn:aws:iam::123456789012:role/r',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m',
  stateMachineName: 'm',
};

export interface Story {
  readonly definition: string;
  readonly input: string;
  readonly seed: number;
  /** Throws the execution away after every turn and folds it from its chunks. */
  readonly crashes: boolean;
  readonly recordsPerTurn?: number;
  readonly eventsMax?: number;
  /** Looks at the execution after every turn. */
  readonly onTurn?: (execution: Execution, chunks: readonly Uint8Array[]) => void;
}

export interface Told {
  readonly chunks: readonly Uint8Array[];
  readonly execution: Execution;
}

/** Runs an execution to its end, with its redrives, in a world without I/O, where chance and time follow from the seed. */
export function live(story: Story): Told {
  const program = compile(story.definition);
  const world = new SmallWorld(story);
  const encoder = new ChunkEncoder();
  const chunks: Uint8Array[] = [];
  let execution = createExecution(program, IDENTITY);
  let signal: Signal | undefined = { type: 'start', input: Payload.fromText(story.input) };
  for (let turns = 0; signal !== undefined; turns++) {
    if (turns > 20_000) throw new Error('the execution does not end');
    const { records } = decide(execution, signal, world.env(execution));
    if (records.length > 0) {
      chunks.push(
        encoder.encode({ at: execution.lastAt, firstEventId: firstEvent(execution, records), records }),
      );
    }
    story.onTurn?.(execution, chunks);
    if (story.crashes) execution = fold(program, IDENTITY, chunks.map(decodeChunk));
    signal = world.next(execution);
  }
  return { chunks, execution };
}

function firstEvent(execution: Execution, records: readonly Record[]): number {
  return execution.lastEventId - records.filter(isEvent).length + 1;
}

const COUNTED_ENDS: readonly CountedEnd[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const REDRIVES_MAX = 2;

/** Chance and time that follow from a seed, and what happens to an execution in them. */
export class SmallWorld {
  readonly #story: Story;
  readonly #entropy: Entropy;
  #now = 1_767_225_600_000;
  #redrives = 0;

  constructor(story: Story) {
    this.#story = story;
    this.#entropy = seeded(story.seed);
  }

  env(execution: Execution): Env {
    return {
      now: this.#now,
      elapsedMs: () => performance.now(),
      entropy: this.#entropy,
      taskToken: (attempt) => `token-${attempt}`,
      mapRunId: (event) => `run-${event}`,
      isActivity: () => true,
      sendable: 3 - execution.sent.size,
      recordsPerTurn: this.#story.recordsPerTurn ?? 7,
      bytesPerTurn: 10_000_000,
      msPerTurn: 1000,
      eventsMax: this.#story.eventsMax ?? 400,
    };
  }

  /** What happens next, from what the execution waits for; undefined when it has ended for good. */
  next(execution: Execution): Signal | undefined {
    const due = obligations(execution);
    if (due.hasSteps) return { type: 'go' };
    if (due.children > 0 && (execution.status !== 'RUNNING' || this.#entropy.random() < 0.6)) {
      return this.#childEnded(execution);
    }
    if (execution.status !== 'RUNNING') return this.#redrive(execution);
    const attempts = [...due.sent, ...due.pooled, ...submitted(execution)];
    const attempt = attempts[Math.floor(this.#entropy.random() * attempts.length)];
    const { wakeAt } = due;
    if (attempt !== undefined && this.#entropy.random() < 0.8) {
      this.#now += 1000;
      if (due.jobs.includes(attempt)) return this.#jobOutcome(attempt);
      return this.#outcome(due.pooled.includes(attempt), due.sent.includes(attempt), attempt);
    }
    if (this.#entropy.random() < 0.05) return { type: 'stop', error: 'Stopped', cause: undefined };
    if (wakeAt !== undefined) this.#now = Math.max(this.#now, wakeAt);
    return { type: 'go' };
  }

  #jobOutcome(attempt: number): Signal {
    const output = Payload.fromText('{ "job": 1.0 }');
    const chance = this.#entropy.random();
    if (chance < 0.2) return { type: 'tokenSucceeded', attempt, output };
    if (chance < 0.8) return { type: 'jobEnded', attempt, outcome: { output } };
    return { type: 'jobEnded', attempt, outcome: { failure: { error: 'Flaky', cause: 'chance' } } };
  }

  #childEnded({ mapRuns }: Execution): Signal {
    const children = [...mapRuns.values()].flatMap(({ event, running }) =>
      [...running].map(([index, { redrive }]) => ({ run: event, index, redrive, redriveCount: redrive })),
    );
    const nobody = { run: 0, index: 0, redrive: 0, redriveCount: 0 };
    const child = children[Math.floor(this.#entropy.random() * children.length)] ?? nobody;
    const end = COUNTED_ENDS[Math.floor(this.#entropy.random() * 6)] ?? 'SUCCEEDED';
    const output = end === 'SUCCEEDED' ? Payload.fromText('{ "done": 1.0 }') : undefined;
    const failure = { error: end === 'FAILED' ? 'Flaky' : undefined, cause: undefined };
    const times = { startedAt: this.#now, stoppedAt: this.#now };
    return { type: 'childEnded', ...child, end, output, ...failure, ...times };
  }

  /** Whatever did not end well, up to twice; where the history is full, nothing happens. */
  #redrive({ status }: Execution): Signal | undefined {
    if (status === 'SUCCEEDED' || this.#redrives === REDRIVES_MAX) return undefined;
    this.#redrives++;
    this.#now += 60_000;
    return { type: 'redrive', clientToken: `token-${this.#redrives}` };
  }

  #outcome(isPooled: boolean, isSent: boolean, attempt: number): Signal {
    if (isPooled) return { type: 'taken', attempt, workerName: 'w' };
    const output = Payload.fromText('{ "done": 1.0 }');
    const chance = this.#entropy.random();
    if (chance < 0.2) {
      return { type: isSent ? 'sendFailed' : 'tokenFailed', attempt, error: 'Flaky', cause: 'chance' };
    }
    if (chance < 0.3) return { type: 'heartbeat', attempt };
    return isSent && chance < 0.8
      ? { type: 'sent', attempt, output }
      : { type: 'tokenSucceeded', attempt, output };
  }
}

function submitted(execution: Execution): number[] {
  return [...execution.attempts].filter(([, frame]) => frame.phase === 'submitted').map(([event]) => event);
}

/** Mulberry32: small, and the same everywhere. */
export function seeded(seed: number): Entropy {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { random, uuid: () => `uuid-${random()}` };
}

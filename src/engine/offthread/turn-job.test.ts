import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '../../../test/engine/fake-clock.ts';
import { randomMachine } from '../../../test/interpreter/random-machine.ts';
import { IDENTITY, SmallWorld, type Story } from '../../../test/interpreter/small-world.ts';
import { compile } from '../../asl/compile.ts';
import type { Program } from '../../asl/program.ts';
import { Payload } from '../../base/payload.ts';
import { decide } from '../../interpreter/decide.ts';
import { createExecution, type Execution } from '../../interpreter/execution.ts';
import { ChunkEncoder } from '../../interpreter/journal.ts';
import type { Signal } from '../../interpreter/signal.ts';
import { MapRunIds } from '../map-run-id.ts';
import { TaskTokens } from '../task-token.ts';
import { drawnEntropy } from './drawn-entropy.ts';
import { toPlain } from './plain.ts';
import { ThreadPool } from './thread-pool.ts';
import { applyChunk, decideTurn, encodeTurn, type TurnJob } from './turn-job.ts';

const SECRET = Buffer.alloc(32, 7);
const NAMES = { tokens: new TaskTokens(SECRET), mapRunIds: new MapRunIds(SECRET) };
const EXECUTION = 7;

describe('A turn', () => {
  const pool = new ThreadPool({ size: 1, tokenSecret: SECRET, clock: new FakeClock() });

  after(() => pool.close());

  test('gives the same bytes wherever it is decided', async () => {
    await fc.assert(
      fc.asyncProperty(story, (told) => sameOnBoth(told, pool)),
      { numRuns: 60, seed: 20261127 },
    );
  });

  test('of an Express execution ends after five minutes there, too', () => {
    const late = { ...startOf('{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":900,"End":true}}}') };
    const first = decided({ ...late, isExpress: true });
    const go = { ...late, isExpress: true, journal: [first], signals: [{ type: 'go' }] as const };
    const second = decided({ ...go, env: { ...late.env, now: late.env.now + 300_000 } });
    const execution = createExecution(compile(late.definition), IDENTITY);
    for (const chunk of [first, second]) applyChunk(execution, chunk);
    assert.equal(execution.status, 'TIMED_OUT');
  });

  test('in which nothing happens has no chunk', () => {
    const start = startOf('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');
    const ended = { ...start, journal: [decided(start)], signals: [{ type: 'go' }] as const };
    assert.deepEqual(decideTurn(ended, compile(start.definition), NAMES), {
      chunk: undefined,
      accepted: [false],
    });
  });
});

const story: fc.Arbitrary<Story> = fc.record({
  definition: randomMachine.map(withChance),
  input: fc.constantFrom('{"items":[1, 2.50, "x"]}', '{"items":[{"a":1e2},null,3]}'),
  seed: fc.nat(),
  crashes: fc.constant(false),
  recordsPerTurn: fc.constantFrom(1, 7, 1000),
});

/** A first state that draws from everything a turn may draw from. */
function withChance(definition: string): string {
  const machine = JSON.parse(definition);
  const drawn = '{% $merge([$states.input, {"id": $uuid(), "n": $random(), "at": $now()}]) %}';
  const first = { Type: 'Pass', QueryLanguage: 'JSONata', Output: drawn, Next: machine.StartAt };
  return JSON.stringify({ ...machine, StartAt: 'Drawn', States: { Drawn: first, ...machine.States } });
}

/** Follows an execution, and has each of its turns decided twice. */
async function sameOnBoth(told: Story, pool: ThreadPool): Promise<void> {
  const { definition } = told;
  const world = new SmallWorld(told);
  const program = compile(definition);
  const execution = createExecution(program, IDENTITY);
  const journal: Uint8Array[] = [];
  let signal: Signal | undefined = { type: 'start', input: Payload.fromText(told.input) };
  for (let turns = 0; signal !== undefined && turns < 60; turns++) {
    const job = jobOf({ definition, journal, signal, seed: `${told.seed}/${turns}`, world, execution });
    const here = turnHere(job, execution, signal);
    const there = await pool.run(job);
    assert.ok(there.kind === 'done');
    assert.deepEqual(there.result, here);
    if (here.chunk !== undefined) journal.push(here.chunk);
    signal = world.next(execution);
  }
}

interface Asked {
  readonly definition: string;
  readonly journal: readonly Uint8Array[];
  readonly signal: Signal;
  readonly seed: string;
  readonly world: SmallWorld;
  readonly execution: Execution;
}

function jobOf({ definition, journal, signal, seed, world, execution }: Asked): TurnJob {
  const { now, sendable, recordsPerTurn, bytesPerTurn, eventsMax } = world.env(execution);
  const limits = { recordsPerTurn, bytesPerTurn, eventsMax, msPerTurn: Number.POSITIVE_INFINITY };
  const env = { now, sendable, ...limits, seed, activities: [ACTIVITY] };
  const job = {
    kind: 'turn',
    definition,
    isExpress: false,
    identity: IDENTITY,
    execution: EXECUTION,
  } as const;
  return { ...job, journal, signals: [toPlain(signal)], env };
}

/** As the machines of the generator name it. */
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:a';

/** As `Turns` decides it, on the execution itself. */
function turnHere({ env }: TurnJob, execution: Execution, signal: Signal) {
  const firstEventId = execution.lastEventId + 1;
  const { records, isAccepted } = decide(execution, signal, {
    ...env,
    elapsedMs: () => performance.now(),
    entropy: drawnEntropy(env.seed),
    mapRunId: (event) => NAMES.mapRunIds.seal({ execution: EXECUTION, event }),
    taskToken: (attempt) => NAMES.tokens.seal(IDENTITY.place, { execution: EXECUTION, attempt }),
    isActivity: (arn) => arn === ACTIVITY,
  });
  const chunk =
    records.length === 0 ? undefined : encodeTurn(new ChunkEncoder(), execution, { firstEventId, records });
  return { chunk, accepted: [isAccepted] };
}

function startOf(definition: string): TurnJob {
  const told = { definition, input: '{}', seed: 1, crashes: false };
  const execution = createExecution(compile(definition), IDENTITY);
  const signal: Signal = { type: 'start', input: Payload.fromText('{}') };
  return jobOf({ definition, journal: [], signal, seed: 's', world: new SmallWorld(told), execution });
}

function decided(job: TurnJob): Uint8Array {
  const { chunk } = decideTurn(job, programOf(job), NAMES);
  assert.ok(chunk !== undefined);
  return chunk;
}

function programOf({ definition }: TurnJob): Program {
  return compile(definition);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { pass, task, wait } from '../../test/interpreter/states.ts';
import { compile } from '../asl/compile.ts';
import { Payload } from '../base/payload.ts';
import { JournalSpace } from './express-journal.ts';
import { ExpressRun } from './express-run.ts';
import { MapRunIds } from './map-run-id.ts';
import type { Outcome } from './offthread/thread-pool.ts';
import { type DecidedTurn, decideTurn, type TurnJob } from './offthread/turn-job.ts';
import { Patiences } from './patiences.ts';
import { TaskTokens } from './task-token.ts';

describe('An Express run', () => {
  test('that waits for nothing has ended when it has begun', () => {
    const { run, ends } = begun({ A: pass() });
    assert.deepEqual([run.execution.status, ends()], ['SUCCEEDED', 1]);
  });

  test('goes on by itself when its moment comes, and ends once', async () => {
    const { run, clock, ends } = begun({ W: wait(200) });
    await clock.pass(199_999);
    assert.equal(run.execution.status, 'RUNNING');
    await clock.pass(400_000);
    assert.deepEqual([run.execution.status, ends(), clock.size], ['SUCCEEDED', 1, 0]);
  });

  test('whose turn takes long is decided on another thread, from the beginning', async () => {
    const quick = compile(machine({ A: pass({ Next: 'E' }), E: pass() }));
    const { run, clock, ends } = begun(
      { A: pass({ Next: 'E' }), E: endless() },
      {
        away: async (job) => {
          const result = decideTurn(job, quick, NAMES);
          return { kind: 'done', tookMs: 1000, result };
        },
      },
    );
    assert.deepEqual([run.execution.status, run.execution.lastEventId, ends()], ['RUNNING', 1, 0]);
    await clock.pass(0);
    assert.deepEqual([run.execution.status, run.execution.lastEventId, ends()], ['SUCCEEDED', 6, 1]);
  });

  test('fails in the expression that another thread did not survive', async () => {
    const lost = { kind: 'lost', reason: 'time' } as const;
    const { run, clock, ends } = begun({ E: endless() }, { away: async () => lost });
    await clock.pass(0);
    assert.deepEqual([run.execution.failure.error, ends()], ['States.QueryEvaluationError', 1]);
    assert.match(String(run.execution.failure.cause), /Expression evaluation timeout/);
  });

  test('keeps what comes while its turn is away', async () => {
    const away = Promise.withResolvers<{ kind: 'lost'; reason: 'time' }>();
    const { run, clock, ends } = begun({ E: endless() }, { away: () => away.promise });
    await clock.pass(0);
    run.receive({ type: 'stop', error: undefined, cause: undefined });
    assert.equal(run.execution.status, 'RUNNING');
    away.resolve({ kind: 'lost', reason: 'time' });
    await clock.pass(0);
    assert.deepEqual([run.execution.status, ends()], ['FAILED', 1]);
  });

  test('that has become too large to be decided twice has a fifth of the time', async () => {
    const { run, clock } = begun({ W: wait(1, { Next: 'E' }), E: endless() }, { taken: 128 * 1024 * 1024 });
    const beganMs = performance.now();
    await clock.pass(1000);
    assert.match(String(run.execution.failure.cause), /Expression evaluation timeout/);
    assert.ok(performance.now() - beganMs < 900);
  });

  test('drops what comes after its end', () => {
    const { run, ends } = begun({ A: pass() });
    run.receive({ type: 'go' });
    assert.equal(ends(), 1);
  });

  test('that was stopped stays as it is', async () => {
    const { run, clock, ends } = begun({ W: wait(1) });
    run.stop();
    run.receive({ type: 'go' });
    await clock.pass(400_000);
    assert.deepEqual([run.execution.status, ends()], ['RUNNING', 0]);
  });

  test('does not send what there is no room for', () => {
    const { run } = begun({ T: task() }, { slots: 0 });
    assert.deepEqual([run.execution.sent.size, run.execution.unsent.size], [0, 1]);
  });
});

const SECRET = Buffer.alloc(32);
const NAMES = { tokens: new TaskTokens(SECRET), mapRunIds: new MapRunIds(SECRET) };

function endless(): object {
  const Output = '{% ($f := function($x) { $f($x + 1) }; $f(1)) %}';
  return pass({ QueryLanguage: 'JSONata', Output });
}

function machine(states: object): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
}

interface Given {
  readonly slots?: number;
  /** What becomes of a turn on another thread. */
  readonly away?: (job: TurnJob) => Promise<Outcome<DecidedTurn>>;
  /** What other executions' journals take. */
  readonly taken?: number;
}

function begun(states: object, { slots = 1, away = nobody, taken = 0 }: Given = {}) {
  const clock = new FakeClock();
  const definition = machine(states);
  const journals = new JournalSpace();
  journals.bytes = taken;
  let ended = 0;
  const run = new ExpressRun({
    id: 1,
    compiled: {
      program: compile(definition),
      definition,
      activityArns: [],
      logs: undefined,
      isTraced: false,
    },
    identity: IDENTITY,
    services: {
      clock,
      entropy: { random: () => 0.5, uuid: () => 'u' },
      elapsedMs: () => performance.now(),
      sender: { update: () => {} },
      sendingSlots: () => slots,
      decideAway: away,
      patiences: new Patiences(),
      journals,
      onDefect: assert.ifError,
    },
    ended: () => {
      ended++;
    },
  });
  run.begin(Payload.fromText('{}'));
  return { run, clock, ends: () => ended };
}

function nobody(): Promise<never> {
  return Promise.reject(new Error('no turn is slow'));
}

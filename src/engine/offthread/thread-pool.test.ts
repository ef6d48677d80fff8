import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../test/engine/fake-clock.ts';
import { IDENTITY } from '../../../test/interpreter/small-world.ts';
import { Defect } from '../../base/assert.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { AWAY } from '../turn-limits.ts';
import { ThreadPool } from './thread-pool.ts';
import type { TurnJob } from './turn-job.ts';

const FAST = '1';
const ENDLESS = '($f := function($x) { $f($x + 1) }; $f(1))';

describe('A pool of threads', () => {
  test('takes jobs in their order', () =>
    withPool(async (pool) => {
      const order: string[] = [];
      const jobs = [ENDLESS, FAST, '2'].map((expression) =>
        pool.run(turn(expression)).then(() => order.push(expression)),
      );
      await Promise.all(jobs);
      assert.deepEqual(order, [ENDLESS, FAST, '2']);
    }));

  test('refuses what is not done when it closes', () =>
    withPool(async (pool) => {
      const jobs = [pool.run(turn(ENDLESS)), pool.run(turn(FAST))];
      await Promise.all([...jobs.map((job) => assert.rejects(job, Unavailable)), pool.close()]);
      await assert.rejects(pool.run(turn(FAST)), Unavailable);
    }));

  test('gives a job up that takes too long, and goes on with another thread', () =>
    withPool(async (pool, clock) => {
      const job = pool.run(turn(ENDLESS));
      await clock.pass(20_000);
      assert.deepEqual(await job, { kind: 'lost', reason: 'time' });
      assert.equal((await pool.run(turn(FAST))).kind, 'done');
    }));

  test('survives a thread that runs out of memory', () =>
    withPool(async (pool) => {
      const job = { ...turn(FAST), definition: huge() };
      assert.deepEqual(await pool.run(job), { kind: 'lost', reason: 'memory' });
      assert.equal((await pool.run(turn(FAST))).kind, 'done');
    }));

  test('finds the variables that a definition reads', () =>
    withPool(async (pool) => {
      const { definition } = turn('$a + $b');
      const outcome = await pool.run({ kind: 'references', definition });
      assert.deepEqual(outcome.kind === 'done' && outcome.result, { A: ['a', 'b'] });
    }));

  test('tells of our own mistakes', () =>
    withPool(async (pool) => {
      await assert.rejects(pool.run({ ...turn(FAST), definition: '[]' }), Defect);
    }));

  test('ends a thread that has nothing to do, and starts another', () =>
    withPool(async (pool, clock) => {
      await pool.run(turn(FAST));
      assert.equal(clock.size, 1);
      await clock.pass(10_000);
      assert.equal(clock.size, 0);
      assert.equal((await pool.run(turn(FAST))).kind, 'done');
    }));
});

async function withPool(claim: (pool: ThreadPool, clock: FakeClock) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  const pool = new ThreadPool({ size: 1, tokenSecret: Buffer.alloc(32), clock });
  await claim(pool, clock);
  await pool.close();
}

function turn(expression: string): TurnJob {
  const state = { Type: 'Pass', QueryLanguage: 'JSONata', Output: `{% ${expression} %}`, End: true };
  const env = { now: 0, seed: 's', activities: [], ...AWAY };
  const definition = JSON.stringify({ StartAt: 'A', States: { A: state } });
  const job = { kind: 'turn', definition, isExpress: false, identity: IDENTITY, execution: 1 } as const;
  return { ...job, journal: [], signals: [{ type: 'start', input: { payloadText: '{}' } }], env };
}

/** Far more states than a thread has room for. */
function huge(): string {
  const states = Array.from(
    { length: 400_000 },
    (_, i) => `"S${i}":{"Type":"Pass","Parameters":{"a.$":"$.a"},"End":true}`,
  );
  return `{"StartAt":"S0","States":{${states.join(',')}}}`;
}

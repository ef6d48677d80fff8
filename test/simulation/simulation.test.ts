import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { simulateAll } from './campaigns.ts';
import { scheduleOf } from './schedule.ts';
import { play } from './simulation.ts';

const SCHEDULES = Number(process.env.SCHEDULES ?? 2_000);
/** Most of them are the same everywhere; a few are new each time. */
const NEW = SCHEDULES / 20;
const KNOWN_SEED = 1;
const NEW_SEED = 1_000_000 + Math.floor(Math.random() * 2 ** 30);

describe('In a simulated world', () => {
  test('every promise holds, on schedules that are always the same', (context) =>
    holds(KNOWN_SEED, SCHEDULES - NEW, context));

  test('every promise holds, on schedules that are new', (context) => holds(NEW_SEED, NEW, context));

  test('the same seed gives the same bytes', async () => {
    for (let seed = NEW_SEED; seed < NEW_SEED + SCHEDULES / 100; seed++) {
      assert.equal((await play(scheduleOf(seed))).fingerprint, (await play(scheduleOf(seed))).fingerprint);
    }
  });
});

async function holds(seed: number, schedules: number, context: TestContext): Promise<void> {
  const { counts, failed, story } = await simulateAll({ seed, schedules });
  assert.deepEqual(failed, [], story);
  context.diagnostic(`seeds from ${seed}: ${JSON.stringify(counts)}`);
  // Chaos in which hardly anything happens proves nothing.
  assert.ok(counts.executions > schedules && counts.crashes > schedules / 10);
}

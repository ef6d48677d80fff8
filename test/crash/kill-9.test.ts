import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { type Report, summary, torture } from './torture.ts';

/** Below this the kills may have met nothing. */
const CYCLES_OF_A_RUN = 20;

test('a server killed again and again loses nothing it has acknowledged, and sends no attempt twice', async () => {
  const cycles = Number(process.env.CYCLES ?? 200);
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  const directory = process.env.TORTURE_DIR ?? tmpdir();
  console.log(`seed ${seed}: repeat with SEED=${seed} CYCLES=${cycles}`);
  const report = await torture({ seed, cycles, directory, log: console.log });
  console.log(summary(report));
  assert.deepEqual(report.violations, []);
  assert.equal(report.cycles, cycles);
  if (cycles >= CYCLES_OF_A_RUN) meansSomething(report);
});

/** A run in which hardly anything was under way proves nothing. */
function meansSomething({ cycles, starts, effects, stops, redrives, fates }: Report): void {
  assert.ok(starts > 2 * cycles, 'hardly anything was started');
  assert.ok(effects > cycles / 2, 'hardly any function ran');
  assert.ok(fates.kept + fates.running + fates.neverArrived > 0, 'no kill met a function that ran');
  assert.ok(stops > 0 && redrives > 0, 'nothing was stopped or redriven');
}

import { parseArgs } from 'node:util';
import { addMeasuredRow } from '../../tools/measured-row.ts';
import { simulateAll } from './campaigns.ts';

/** `npm run sim -- --seed 7 --schedules 20000`: simulated schedules; with a seed alone, that one, told in short. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    schedules: { type: 'string', default: '1' },
  },
});

/** As many as a row of docs/reliability.md speaks of. */
const RELEASE_MIN = 20_000;
const PROGRESS_EVERY = 1_000;

const [seed, schedules] = [Number(values.seed), Number(values.schedules)];
const startedMs = performance.now();
let told = 0;
const { counts, failed, story } = await simulateAll({ seed, schedules }, (done) => {
  if (done < told + PROGRESS_EVERY) return;
  told = done;
  console.log(`${done} of ${schedules}, ${secondsSince(startedMs)} s`);
});
if (story !== undefined) console.log(story);
const { crashes, faults, executions, commits, answers } = counts;
const seen =
  `${schedules} schedules, seeds ${seed} to ${seed + schedules - 1}: ${crashes} crashes and ${faults} other faults, ` +
  `${executions} executions, ${commits} commits, ${answers} answers; ${failed.length} violations`;
if (schedules >= RELEASE_MIN) {
  addMeasuredRow({
    done: 'the engine and the API simulated: random machines, clients, crashes, failing and slow stores, clocks that are set',
    seen: `${seen}; ${secondsSince(startedMs)} s`,
    again: `npm run sim -- --seed ${seed} --schedules ${schedules}`,
  });
} else console.log(`${seen}; ${secondsSince(startedMs)} s`);
if (failed.length > 0) console.log(`failing seeds: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function secondsSince(ms: number): number {
  return Math.round((performance.now() - ms) / 1000);
}

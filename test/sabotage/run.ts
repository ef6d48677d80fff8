import { parseArgs } from 'node:util';
import { addMeasuredRow } from '../../tools/measured-row.ts';
import type { Bug } from './bug.ts';
import { BUGS } from './bugs.ts';
import { type Catch, falseAlarms, hunt, share } from './hunt.ts';
import { makeCopy, type TemporaryCopy } from './temporary-copy.ts';

/**
 * `npm run sabotage`: every bug, through its suites until one fails, and a line in docs/reliability.md.
 * `-- --few 5`: some of those that a test beside the file catches, other ones each day, with that test alone.
 * `-- --only TEXT`: those that have the text in what they break.
 */
const { values } = parseArgs({
  options: {
    few: { type: 'string' },
    seed: { type: 'string', default: process.env.SEED ?? String(Math.floor(Date.now() / 86_400_000)) },
    only: { type: 'string' },
    jobs: { type: 'string', default: '3' },
  },
});

const few = values.few === undefined ? undefined : Number(values.few);
const chosen = few === undefined ? matching(values.only) : someOf(few, Number(values.seed));
if (chosen.length === 0) throw new Error('there is no such bug');
const startedMs = performance.now();
const copies = Array.from({ length: Math.min(Number(values.jobs), chosen.length) }, makeCopy);
process.exitCode = await sabotage(copies).finally(() => {
  for (const copy of copies) copy.remove();
});

async function sabotage(places: readonly TemporaryCopy[]): Promise<number> {
  const catches: Catch[] = [];
  await share(places, chosen, async (copy, bug) => {
    const found = await hunt(copy, bug, few === undefined ? undefined : 1);
    console.log(lineOf(found));
    catches.push(found);
  });
  const alarms = await falseAlarms(places, catches);
  for (const alarm of alarms) console.log(alarm);
  const survivors = catches.filter(({ trial }) => trial === undefined);
  for (const { bug } of survivors) console.log(`SURVIVES: ${bug.breaks} (${bug.file})`);
  const caught = `${catches.length - survivors.length} of ${catches.length} caught`;
  const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
  console.log(`${caught}, ${alarms.length} false alarms, ${minutes} min`);
  if (chosen.length === BUGS.length && few === undefined && alarms.length === 0)
    addMeasuredRow({
      done: `${BUGS.length} bugs of one line put into copies of the sources, one at a time, each through its suites until one fails`,
      seen: `${caught}: ${tally(catches)}; the same suites pass without a bug; ${minutes} min`,
      again: 'npm run sabotage',
    });
  return survivors.length + alarms.length === 0 ? 0 : 1;
}

function lineOf({ bug, trial, ending, seconds }: Catch): string {
  const by = trial === undefined ? 'SURVIVES' : ending === 'hung' ? `${trial.suite} (hangs)` : trial.suite;
  const note = trial !== undefined && trial.suite !== bug.suite ? ` (expected: ${bug.suite})` : '';
  return `${bug.promise.padEnd(3)} ${seconds.toFixed(1).padStart(6)} s  ${by.padEnd(22)} ${bug.breaks}${note}`;
}

/** How many each suite has caught. */
function tally(catches: readonly Catch[]): string {
  const bySuite = Map.groupBy(catches, ({ trial }) => trial?.suite ?? 'nothing');
  return [...bySuite].map(([suite, { length }]) => `${length} by ${suite}`).join(', ');
}

function matching(text = ''): readonly Bug[] {
  return BUGS.filter(({ breaks }) => breaks.includes(text));
}

/** As many as asked for in a row, so that all have had their turn once the seed has counted far enough; none takes long. */
function someOf(count: number, seed: number): readonly Bug[] {
  const quick = BUGS.filter(({ suite }) => suite === 'beside');
  return Array.from(
    { length: count },
    (_, index) => quick[(seed * count + index) % quick.length] ?? [],
  ).flat();
}

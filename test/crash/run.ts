import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addMeasuredRow } from '../../tools/measured-row.ts';
import { summary, torture } from './torture.ts';

/**
 * `npm run torture -- --cycles 1000`: the kills of a release, and their line in docs/reliability.md; fewer leave no line. The
 * server is the built package, which starts sooner than the checkout.
 */
const {
  CYCLES = '200',
  SEED = String(Math.floor(Math.random() * 2 ** 32)),
  TORTURE_DIR = tmpdir(),
} = process.env;
const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: CYCLES },
    seed: { type: 'string', default: SEED },
    directory: { type: 'string', default: TORTURE_DIR },
  },
});
/** From this many on a run has its line. */
const CYCLES_OF_A_RELEASE = 1000;
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const { directory } = values;
const [cycles, seed] = [Number(values.cycles), Number(values.seed)];
const again = `npm run torture -- --cycles ${cycles} --seed ${seed}`;
console.log(`again: ${again}`);
const report = await torture({ seed, cycles, directory, main: MAIN, log: console.log });
for (const violation of report.violations) console.log(violation);
const seen = summary(report);
if (report.cycles >= CYCLES_OF_A_RELEASE) {
  addMeasuredRow({ done: 'a server under load killed with `kill -9`, again and again', seen, again });
} else console.log(seen);
process.exitCode = report.violations.length === 0 ? 0 : 1;

import { parseArgs } from 'node:util';
import { addMeasuredRow } from '../../tools/measured-row.ts';
import { cutPower, summaryOf } from './audit.ts';

/** `npm run power-loss -- --images 1000`: the power cuts of a release, and their line in docs/reliability.md. */
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '1000' },
    controls: { type: 'string', default: '100' },
    commits: { type: 'string', default: '4000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
});

const [commits, seed] = [Number(values.commits), Number(values.seed)];
const full = await cutPower('FULL', { images: Number(values.images), commits, seed });
const controls = [
  await cutPower('NORMAL', { images: Number(values.controls), commits, seed }),
  await cutPower('OFF', { images: Number(values.controls), commits, seed }),
];
for (const example of full.examples) console.log(example);

addMeasuredRow({
  done: 'power cut at random moments of a store that commits, and of SQLite that syncs less',
  seen: [full, ...controls].map(summaryOf).join('; '),
  again: `npm run power-loss -- --images ${values.images} --controls ${values.controls} --commits ${commits} --seed ${seed}`,
});
const isSound = full.losing + full.damaged === 0;
const areControls = controls.every(({ losing, damaged }) => losing + damaged > 0);
process.exitCode = isSound && areControls ? 0 : 1;

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { cutPower, summaryOf } from './audit.ts';

/** `npm run power-loss -- --images 1000`: the power cuts of a release, and their line in docs/reliability.md. */
const DOCUMENT = new URL('../../docs/reliability.md', import.meta.url);

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

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const seen = [full, ...controls].map(summaryOf).join('; ');
const again = `\`npm run power-loss -- --images ${values.images} --controls ${values.controls} --commits ${commits} --seed ${seed}\``;
const row = `| ${new Date().toISOString().slice(0, 10)} | ${commit} | ${availableParallelism()} cores, ${system()} | power cut at random moments of a store that commits, and of SQLite that syncs less | ${seen} | ${again} |`;
console.log(row);
addRow(row);
const isSound = full.losing + full.damaged === 0;
const areControls = controls.every(({ losing, damaged }) => losing + damaged > 0);
process.exitCode = isSound && areControls ? 0 : 1;

function system(): string {
  const [, name = process.platform] = /^NAME="?(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
  return name;
}

/** Behind the last row of the table. */
function addRow(text: string): void {
  const lines = readFileSync(DOCUMENT, 'utf8').split('\n');
  lines.splice(lines.findLastIndex((line) => line.startsWith('| 20')) + 1, 0, text);
  writeFileSync(DOCUMENT, lines.join('\n'));
}

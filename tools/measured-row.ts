import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What the harnesses of docs/reliability.md measured: a row each, the newest last. */
const DOCUMENT = new URL('../docs/reliability.md', import.meta.url);

/** One run of a harness; `again` is the command that repeats it. */
export interface Measured {
  readonly done: string;
  readonly seen: string;
  readonly again: string;
}

/** Prints the row, with the date, the commit and the machine, and writes it behind the last one of the document. */
export function addMeasuredRow({ done, seen, again }: Measured): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${availableParallelism()} cores, ${system()}`;
  const row = `| ${new Date().toISOString().slice(0, 10)} | ${commit} | ${machine} | ${done} | ${seen} | \`${again}\` |`;
  console.log(row);
  const lines = readFileSync(DOCUMENT, 'utf8').split('\n');
  lines.splice(lines.findLastIndex((line) => line.startsWith('| 20')) + 1, 0, row);
  writeFileSync(DOCUMENT, lines.join('\n'));
}

function system(): string {
  const [, name = process.platform] = /^NAME="?(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
  return name;
}

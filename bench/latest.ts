import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

const DOCUMENT = new URL('./README.md', import.meta.url);
const BEGIN = '<!-- measured: written by npm run bench -->';
const END = '<!-- end of what was measured -->';

/** Where and when a run was, in one line. */
export function placeOf(load: number): string {
  const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no', 'src') === '' ? '' : ', with changes';
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`;
  return `${day}, commit ${git('rev-parse', '--short', 'HEAD')}${changed}, ${machine}, load average ${load.toFixed(1)} before and ${loadavg()[0]?.toFixed(1)} after, Node ${process.versions.node}.`;
}

/** Puts a run into README.md, in the place of the last one. */
export function writeLatest(text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [head, rest] = document.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`README.md has lost its line ${BEGIN} or ${END}`);
  writeFileSync(DOCUMENT, `${head}${BEGIN}\n\n${text}\n\n${END}${tail}`);
}

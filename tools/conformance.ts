/**
 * Asks what AWS was asked, and counts in how much of it the answers are the same.
 *
 *   npm run conformance -- [--endpoint URL] [--only CORPUS]... [--json]
 *
 * Without an endpoint it starts servers of ours and writes docs/conformance.md, unless only a part was asked for.
 * An endpoint is called with the credentials of the AWS_* variables (`test`/`test` when they are not set); its
 * account must be 000000000000 and its region us-east-1, as in the records, whose ARNs name both. Names are drawn
 * anew, so that it may be asked twice; lists of what exists match only where nothing else does.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CORPORA } from '../test/conformance/corpora.ts';
import { type Corpus, Missing, type Setting } from '../test/conformance/corpus.ts';
import { reach } from '../test/conformance/reach.ts';
import { documentOf, jsonOf, tableOf } from '../test/conformance/report.ts';
import { isMatch, type Result } from '../test/conformance/score.ts';

const OPTIONS = {
  endpoint: { type: 'string' },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;

const EXIT = { ok: 0, incomplete: 1, usage: 64 } as const;

const CLEAR_LINE = '\r\u001b[K';

const ROOT = join(import.meta.dirname, '..');

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const request = requestOf(args);
  if (typeof request === 'string') {
    console.error(`error: ${request}`);
    return EXIT.usage;
  }
  const { corpora, endpoint } = request;
  const unreachable = endpoint === undefined ? undefined : await problemOf(endpoint);
  if (unreachable !== undefined) {
    console.error(`error: ${unreachable}`);
    return EXIT.incomplete;
  }
  const { results, missing } = await play(corpora, endpoint === undefined ? {} : { endpoint });
  for (const line of missing) console.error(line);
  if (results.length === 0) return EXIT.incomplete;
  console.log(request.json ? JSON.stringify(jsonOf(results), undefined, 2) : tableOf(results));
  if (missing.length > 0) return EXIT.incomplete;
  if (endpoint === undefined && corpora.length === CORPORA.length) {
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(join(ROOT, 'docs/conformance.md'), documentOf(results, { date, commit: commit() }));
  }
  return EXIT.ok;
}

interface Request {
  readonly corpora: readonly Corpus[];
  readonly endpoint: string | undefined;
  readonly json: boolean;
}

/** @returns what is asked for, or what is wrong with how it is asked. */
function requestOf(args: string[]): Request | string {
  try {
    const { endpoint, only, json } = parseArgs({ args, options: OPTIONS }).values;
    if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
      return `an endpoint looks like http://127.0.0.1:8083, not ${endpoint}`;
    }
    const possible = CORPORA.filter(({ isRemote }) => isRemote || endpoint === undefined);
    const unknown = only?.filter((name) => !possible.some((corpus) => corpus.name === name)) ?? [];
    if (unknown.length > 0) {
      return `--only is one of ${possible.map(({ name }) => name).join(', ')}, not ${unknown.join(', ')}`;
    }
    return { corpora: possible.filter(({ name }) => only?.includes(name) ?? true), endpoint, json };
  } catch (error) {
    // What is wrong with an option is said by parseArgs.
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

/** @returns why an endpoint cannot be asked; undefined when it can. */
async function problemOf(endpoint: string): Promise<string | undefined> {
  try {
    await reach(endpoint, process.env);
    return undefined;
  } catch (error) {
    if (error instanceof Missing) return error.message;
    throw error;
  }
}

interface Played {
  readonly results: readonly Result[];
  /** One line for each corpus that could not be played. */
  readonly missing: readonly string[];
}

async function play(corpora: readonly Corpus[], setting: Setting): Promise<Played> {
  const results: Result[] = [];
  const missing: string[] = [];
  for (const corpus of corpora) {
    const onResult = progressOf(corpus.name);
    try {
      results.push(...(await corpus.play({ ...setting, onResult })));
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      missing.push(`${corpus.name} cannot be played: ${error.message}`);
    }
  }
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  return { results, missing };
}

/** One line on a terminal, and nothing elsewhere. */
function progressOf(name: string): (result: Result) => void {
  let played = 0;
  let passed = 0;
  return (result) => {
    played++;
    if (isMatch(result)) passed++;
    if (process.stderr.isTTY) process.stderr.write(`${CLEAR_LINE}${name}: ${passed} of ${played}`);
  };
}

function commit(): string {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  return stdout.trim();
}

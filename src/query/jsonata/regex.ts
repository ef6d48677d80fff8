import { createContext, Script } from 'node:vm';
import { JsonataFailure } from './jsonata-failure.ts';
import type { Meter } from './meter.ts';
import type { Pattern } from './pattern.ts';
import { costOf } from './pattern-cost.ts';

/** One match of a pattern in a text. */
export interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** What a search may cost. */
export interface Search {
  readonly from: number;
  /** Matches wanted. */
  readonly limit: number;
  readonly meter: Pick<Meter, 'remainingMs' | 'patienceMs' | 'losePatience'>;
}

const SUBJECT_LENGTH_MAX = 4096;
const TIME_MS_MAX = 25;
/** More would be hundreds of megabytes of match objects. */
const MATCHES_MAX = 100_000;

/**
 * The one place where an author's regular expression runs. V8's matcher backtracks and cannot be interrupted from within: what is
 * not surely cheap runs under the time limit of a `vm` script (260 us a call, November 2026), where it can. The script
 * is ours; pattern and text reach it as data.
 *
 * @returns The matches, up to the first empty one after another match, which is an error to callers that go on.
 * @throws JsonataFailure when the time is over.
 * @throws OutOfPatience
 */
export function search({ source, flags }: Pattern, text: string, limits: Search): readonly Match[] {
  const isCheap = text.length <= SUBJECT_LENGTH_MAX && costOf(source).isCheap(text.length);
  const limit = Math.min(limits.limit, MATCHES_MAX + 1);
  const matches = isCheap
    ? findAll(new RegExp(source, `${flags}g`), text, limits.from, limit)
    : findUnderLimit({ source, flags, text, from: limits.from, limit }, limits.meter);
  if (matches.length > MATCHES_MAX) throw JsonataFailure.tooLarge();
  return matches;
}

function findAll(regex: RegExp, text: string, from: number, limit: number): readonly Match[] {
  const matches: Match[] = [];
  regex.lastIndex = from;
  while (matches.length < limit) {
    const found = regex.exec(text);
    if (found === null) break;
    const [match, ...groups] = found;
    matches.push({ match, start: found.index, end: found.index + match.length, groups });
    if (regex.lastIndex >= text.length || (match === '' && matches.length > 1)) break;
  }
  return matches;
}

const SCRIPT = new Script(`
  const regex = new RegExp(source, flags + 'g');
  const found = [];
  regex.lastIndex = from;
  for (let count = 0; count < limit; ) {
    const one = regex.exec(text);
    if (one === null) break;
    count++;
    found.push(one.index, one.length, ...one);
    if (regex.lastIndex >= text.length || (one[0] === '' && count > 1)) break;
  }
  found;
`);

interface Job {
  readonly source: string;
  readonly flags: string;
  readonly text: string;
  readonly from: number;
  readonly limit: number;
}

/**
 * The script's limit goes by the clock on the wall, the meter by what its thread had of a processor, if that is what it
 * measures: a search that mostly waited is begun again with twice the time.
 */
function findUnderLimit(job: Job, meter: Search['meter']): readonly Match[] {
  for (let wallMs = TIME_MS_MAX; ; wallMs *= 2) {
    const beforeMs = meter.remainingMs();
    const timeout = Math.max(1, Math.floor(Math.min(wallMs, beforeMs, meter.patienceMs())));
    try {
      const context = createContext({ __proto__: null, ...job });
      // The script's own last value: numbers and texts, three or more for every match.
      return unpack(SCRIPT.runInContext(context, { timeout }) as readonly unknown[]);
    } catch (error) {
      if (!isTimeout(error)) throw failureOf(error);
      // It has all of its time where it holds up nobody.
      if (timeout < TIME_MS_MAX && meter.patienceMs() < TIME_MS_MAX) meter.losePatience();
      const hasWaited = beforeMs - meter.remainingMs() < TIME_MS_MAX;
      if (!hasWaited || timeout < wallMs) throw failureOf(error);
    }
  }
}

function unpack(found: readonly unknown[]): readonly Match[] {
  const matches: Match[] = [];
  for (let at = 0; at < found.length; ) {
    const [start, parts] = [Number(found[at]), Number(found[at + 1])];
    const [match, ...groups] = found.slice(at + 2, at + 2 + parts).map(textOrNothing);
    const text = match ?? '';
    matches.push({ match: text, start, end: start + text.length, groups });
    at += 2 + parts;
  }
  return matches;
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Errors of the script come from another realm, where `instanceof` does not know them. */
function isTimeout(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function failureOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  if (isTimeout(error)) return JsonataFailure.tooLong();
  if ('name' in error && error.name === 'RangeError') return JsonataFailure.tooDeep();
  if ('name' in error && error.name === 'SyntaxError') return JsonataFailure.tooLarge();
  return error;
}

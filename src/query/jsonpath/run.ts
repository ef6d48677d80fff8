import type { Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { Scope } from '../language.ts';

/** One evaluation of a path: what it may see and what it has used up. */
export interface Run {
  /** The path's text, for messages. */
  readonly text: string;
  /** What `$` means inside filters. */
  readonly document: Json;
  readonly clock: Clock;
  /** Values looked at so far. */
  visits: number;
  /** Visits at which the clock is read again. */
  nextReading: number;
  /** Levels of deep scans that are open. */
  depth: number;
  /** Inside an existence test every property asked for must be there. */
  isStrict: boolean;
  /** A property was missing while `isStrict`. */
  isMissing: boolean;
}

type Clock = Pick<Scope, 'elapsedMs' | 'losePatience'>;

/** Compiled tokens: from a start value to the value of a definite path, or to the array of matches. */
export type Query = (start: Json, run: Run) => Json | undefined;

/** About a second of work; a document of the largest size has 130,000 values. */
const VISITS_MAX = 5_000_000;
/** Every match takes two bytes of the result, at least: more than these cannot be an output. */
export const MATCHES_MAX = 262_144;
/** Well above the depth of any parsed document, well below the end of the stack. */
export const DEPTH_MAX = 1000;

/** About a millisecond of work. */
const VISITS_BETWEEN_READINGS = 4096;
/** So many at once, which is one regular expression, are worth another thread. */
const VISITS_AT_ONCE_MAX = 20_000;

export function newRun(text: string, document: Json, clock: Clock): Run {
  const nextReading = VISITS_BETWEEN_READINGS;
  return { text, document, clock, visits: 0, nextReading, depth: 0, isStrict: false, isMissing: false };
}

/**
 * @throws StateError when the path has looked at more values than any sensible one needs.
 * @throws OutOfPatience
 */
export function spend(run: Run, visits: number): void {
  run.visits += visits;
  if (run.visits < run.nextReading) return;
  if (run.visits > VISITS_MAX) refuse(run, `looks at more than ${VISITS_MAX} values`);
  run.nextReading = run.visits + VISITS_BETWEEN_READINGS;
  run.clock.elapsedMs();
  if (visits > VISITS_AT_ONCE_MAX) run.clock.losePatience?.();
}

export function refuse(run: Run, what: string): never {
  throw new StateError('States.Runtime', `The JSONPath '${run.text}' ${what}`);
}

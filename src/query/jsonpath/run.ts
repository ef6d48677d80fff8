import type { Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';

/** One evaluation of a path: what it may see and what it has used up. */
export interface Run {
  /** The path's text, for messages. */
  readonly text: string;
  /** What `$` means inside filters. */
  readonly document: Json;
  /** Values looked at so far. */
  visits: number;
  /** Levels of deep scans that are open. */
  depth: number;
  /** Inside an existence test every property asked for must be there. */
  isStrict: boolean;
  /** A property was missing while `isStrict`. */
  isMissing: boolean;
}

/** Compiled tokens: from a start value to the value of a definite path, or to the array of matches. */
export type Query = (start: Json, run: Run) => Json | undefined;

/** About a second of work; a document of the largest size has 130,000 values. */
const VISITS_MAX = 5_000_000;
/** Every match takes two bytes of the result, at least: more than these cannot be an output. */
export const MATCHES_MAX = 262_144;
/** Well above the depth of any parsed document, well below the end of the stack. */
export const DEPTH_MAX = 1000;

export function newRun(text: string, document: Json): Run {
  return { text, document, visits: 0, depth: 0, isStrict: false, isMissing: false };
}

/** @throws StateError when the path has looked at more values than any sensible one needs. */
export function spend(run: Run, visits: number): void {
  run.visits += visits;
  if (run.visits > VISITS_MAX) refuse(run, `looks at more than ${VISITS_MAX} values`);
}

export function refuse(run: Run, what: string): never {
  throw new StateError('States.Runtime', `The JSONPath '${run.text}' ${what}`);
}

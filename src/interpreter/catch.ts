import type { Catcher } from '../asl/program.ts';
import { matches, type Named } from './error-match.ts';

/** The first catcher that matches (spec/asl.md §6.3). */
export function findCatcher(catchers: readonly Catcher[], failure: Named): Catcher | undefined {
  return catchers.find((catcher) => matches(catcher.errorEquals, failure));
}

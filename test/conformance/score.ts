import type { Difference } from './difference.ts';
import { explanationOf } from './explained.ts';
import { type Language, languageOf, type RecordedCase } from './recorded-case.ts';

export interface Result {
  readonly case: RecordedCase;
  /** Empty: as on AWS. */
  readonly differences: readonly Difference[];
}

export interface Score {
  readonly matched: number;
  readonly played: number;
}

export function scoreOf(results: readonly Result[], language: Language): Score {
  const own = results.filter((result) => languageOf(result.case) === language);
  return { matched: own.filter(isMatch).length, played: own.length };
}

/** One line for each difference that has no reason. */
export function unexplained(results: readonly Result[]): string[] {
  return results
    .filter((result) => !isMatch(result) && explanationOf(result.case.id, result.differences) === undefined)
    .map((result) => `${result.case.id}: ${summary(result)}`);
}

/** One line for each difference that has one. */
export function explained(results: readonly Result[]): string[] {
  return results
    .filter((result) => !isMatch(result))
    .flatMap((result) => {
      const reason = explanationOf(result.case.id, result.differences);
      return reason === undefined ? [] : [`${result.case.id}: ${reason}`];
    });
}

/** Cases whose reason has gone. */
export function outgrown(results: readonly Result[]): string[] {
  return results
    .filter((result) => isMatch(result) && explanationOf(result.case.id, result.differences) !== undefined)
    .map((result) => result.case.id);
}

function isMatch({ differences }: Result): boolean {
  return differences.length === 0;
}

const SHOWN = 3;

function summary({ differences }: Result): string {
  const shown = differences
    .slice(0, SHOWN)
    .map(({ path, aws, ours }) => `${path}: AWS ${JSON.stringify(aws)}, we ${JSON.stringify(ours)}`);
  return `${shown.join('; ')}${differences.length > SHOWN ? `; and ${differences.length - SHOWN} more` : ''}`;
}

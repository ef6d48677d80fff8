import type { Difference } from './difference.ts';
import { explanationOf } from './explained.ts';

/** What came of one case. */
export interface Result {
  /** The line of the table in which it counts. */
  readonly area: string;
  readonly id: string;
  /** Empty: as on AWS. */
  readonly differences: readonly Difference[];
  /** Why it differs, where that was known when it was played. */
  readonly reason?: string;
}

export interface Score {
  readonly area: string;
  readonly passed: number;
  readonly total: number;
}

/** One score for each area, in the order of the alphabet. */
export function scoresOf(results: readonly Result[]): Score[] {
  const areas = [...new Set(results.map(({ area }) => area))].sort();
  return areas.map((area) => {
    const own = results.filter((result) => result.area === area);
    return { area, passed: own.filter(isMatch).length, total: own.length };
  });
}

/** As a part of 100, cut off after one digit: 100.0 is all of them. */
export function shareOf({ passed, total }: Pick<Score, 'passed' | 'total'>): string {
  return (Math.floor((1000 * passed) / total) / 10).toFixed(1);
}

/** Why a case differs; undefined: nobody knows. */
export function reasonOf(result: Result): string | undefined {
  return result.reason ?? explanationOf(result, result.differences);
}

export function isMatch({ differences }: Result): boolean {
  return differences.length === 0;
}

/** One line for each difference that has no reason. */
export function unexplained(results: readonly Result[]): string[] {
  return results
    .filter((result) => !isMatch(result) && reasonOf(result) === undefined)
    .map((result) => `${result.id}: ${summaryOf(result)}`);
}

/** Cases whose reason has gone. */
export function outgrown(results: readonly Result[]): string[] {
  return results
    .filter((result) => isMatch(result) && explanationOf(result, result.differences) !== undefined)
    .map(({ id }) => id);
}

const SHOWN = 3;

/** The first places of a difference, and what is there. */
export function summaryOf({ differences }: Result): string {
  const shown = differences
    .slice(0, SHOWN)
    .map(({ path, aws, ours }) => `${path}: AWS ${JSON.stringify(aws)}, we ${JSON.stringify(ours)}`);
  return `${shown.join('; ')}${differences.length > SHOWN ? `; and ${differences.length - SHOWN} more` : ''}`;
}

import { median } from './measure.ts';

/** One number for each round of a run. */
export type Series = readonly number[];

/** Round by round: what disturbed one of them disturbed the other. Undefined when either was not measured. */
export function ratios(above: Series | undefined, below: Series | undefined): Series | undefined {
  return zip(above, below, (a, b) => a / b);
}

export function sums(one: Series | undefined, other: Series | undefined): Series | undefined {
  return zip(one, other, (a, b) => a + b);
}

export function times(series: Series | undefined, factor: number): Series | undefined {
  return series?.map((value) => value * factor);
}

/** The series with the highest median. */
export function best(candidates: readonly (Series | undefined)[]): Series | undefined {
  return candidates
    .filter((one) => one !== undefined)
    .reduce<Series | undefined>(
      (highest, one) => (highest === undefined || median(one) > median(highest) ? one : highest),
      undefined,
    );
}

/** The median, and from where to where the rounds went. */
export function textOf(series: Series): string {
  return series.length < 2
    ? figure(median(series))
    : `${figure(median(series))} (${figure(Math.min(...series))} to ${figure(Math.max(...series))})`;
}

export function figure(value: number): string {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
}

function zip(
  one: Series | undefined,
  other: Series | undefined,
  join: (a: number, b: number) => number,
): Series | undefined {
  if (one === undefined || other === undefined) return undefined;
  const length = Math.min(one.length, other.length);
  if (length === 0) return undefined;
  return Array.from({ length }, (_, round) => join(one[round] ?? Number.NaN, other[round] ?? Number.NaN));
}

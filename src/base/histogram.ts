/**
 * Counts how often values fell into fixed ranges. To record one takes a few comparisons and nothing is allocated, so that it may
 * stand where every commit passes.
 */
export class Histogram {
  /** Upper ends of the ranges, ascending, each within its range; what is larger than the last falls behind it. */
  readonly bounds: readonly number[];
  /** One for each bound, and one for what lies behind. */
  readonly counts: Float64Array;
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  record(value: number): void {
    const { bounds, counts } = this;
    let range = 0;
    while (range < bounds.length && value > (bounds[range] ?? 0)) range++;
    counts[range] = (counts[range] ?? 0) + 1;
    this.sum += value;
  }
}

/** For what takes from a tenth of a millisecond to ten seconds. */
export const MS_BOUNDS: readonly number[] = [
  0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000,
];

/** For what takes from a moment to a day. */
export const LONG_MS_BOUNDS: readonly number[] = [
  5, 25, 100, 500, 1_000, 5_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000,
];

/** For how many there are of something at once. */
export const COUNT_BOUNDS: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 4_096];

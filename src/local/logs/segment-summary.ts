import type { Instant } from '../../base/time.ts';

/** The times of some events. */
export interface Extent {
  readonly first: Instant;
  readonly last: Instant;
  readonly ingestedAt: Instant;
}

/** What lies in a segment, so that most reads need not open it. */
export interface SegmentSummary {
  extent: Extent | undefined;
  /** By the stream's number. */
  readonly streams: Map<number, Extent>;
}

export function emptySummary(): SegmentSummary {
  return { extent: undefined, streams: new Map() };
}

/** Takes in the events of one more stretch of the segment. */
export function extend(
  summary: SegmentSummary,
  events: Iterable<{ readonly stream: number; readonly timestamp: Instant; readonly ingestedAt: Instant }>,
): void {
  for (const { stream, timestamp, ingestedAt } of events) {
    const one = { first: timestamp, last: timestamp, ingestedAt };
    summary.extent = union(summary.extent, one);
    summary.streams.set(stream, union(summary.streams.get(stream), one));
  }
}

export function union(a: Extent | undefined, b: Extent): Extent {
  if (a === undefined) return b;
  return {
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    ingestedAt: Math.max(a.ingestedAt, b.ingestedAt),
  };
}

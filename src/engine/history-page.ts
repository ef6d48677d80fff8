import type { Program } from '../asl/program.ts';
import type { Identity } from '../interpreter/execution.ts';
import { HistoryText } from '../interpreter/history-text.ts';
import {
  decodeEvents,
  type EventChunk,
  type EventRange,
  firstEventOf,
  HEAD_BYTES_MAX,
} from '../interpreter/journal.ts';
import type { EventId } from '../interpreter/record.ts';
import type { Versions } from '../store/store.ts';
import type { HistoryPage, HistoryQuery } from './engine.ts';

/** An execution's history as stored, up to an event that is on disk. */
export interface StoredHistory {
  readonly program: Program;
  readonly identity: Identity;
  readonly lastEventId: EventId;
  /** Of the chunk with the last event. */
  readonly version: number;
  /** The chunks of these versions; fewer when it was purged meanwhile. */
  readonly chunks: (versions: Versions) => Promise<readonly Uint8Array[]>;
}

/** One page of a history, told from the chunks that have its events: a page costs what it shows. */
export async function readHistory(
  stored: StoredHistory,
  query: HistoryQuery,
): Promise<HistoryPage | undefined> {
  const { program, identity, lastEventId } = stored;
  const { reverse, includeExecutionData } = query;
  const range = rangeOf(query, lastEventId);
  const parts = range.first > range.last ? [] : await partsOf(stored, range, reverse);
  if (parts === undefined) return undefined;
  const isLast = reverse ? range.first <= 1 : range.last >= lastEventId;
  return {
    ...(isLast ? {} : { next: reverse ? range.first : range.last }),
    writeEvents(bytes) {
      const text = new HistoryText({ program, identity, includeExecutionData }, bytes);
      for (const part of parts) text.add(part, reverse);
    },
  };
}

function rangeOf({ after, limit, reverse }: HistoryQuery, lastId: EventId): EventRange {
  if (reverse) {
    const last = after === undefined ? lastId : Math.min(lastId, after - 1);
    return { first: Math.max(1, last - limit + 1), last };
  }
  const first = (after ?? 0) + 1;
  return { first, last: Math.min(lastId, first + limit - 1) };
}

/**
 * Chunk by chunk from where the page begins, more at a time from time to time: it may need one of a thousand events, or a
 * thousand of one.
 */
async function partsOf(
  stored: StoredHistory,
  range: EventRange,
  isReverse: boolean,
): Promise<EventChunk[] | undefined> {
  const parts: EventChunk[] = [];
  let version = await versionWith(isReverse ? range.last : range.first, stored);
  for (let missing = range.last - range.first + 1; missing > 0; ) {
    if (version === undefined || version < 1 || version > stored.version) return undefined;
    const more = Math.min(missing, Math.max(1, parts.length)) - 1;
    const versions = isReverse
      ? { first: Math.max(1, version - more), last: version }
      : { first: version, last: Math.min(stored.version, version + more) };
    const chunks = await stored.chunks(versions);
    if (chunks.length <= versions.last - versions.first) return undefined;
    for (const chunk of isReverse ? chunks.toReversed() : chunks) {
      const part = decodeEvents(chunk, range);
      parts.push(part);
      missing -= part.events.length;
    }
    version = isReverse ? versions.first - 1 : versions.last + 1;
  }
  return parts;
}

/** The last chunk that begins with an event or one before it, found as a name in a telephone book. */
async function versionWith(event: EventId, { version, chunks }: StoredHistory): Promise<number | undefined> {
  let [low, high] = [1, version];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [chunk] = await chunks({ first: middle, last: middle, bytesMax: HEAD_BYTES_MAX });
    if (chunk === undefined) return undefined;
    if (firstEventOf(chunk) <= event) low = middle;
    else high = middle - 1;
  }
  return low;
}

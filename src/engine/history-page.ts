import type { Program } from '../asl/program.ts';
import type { Identity } from '../interpreter/execution.ts';
import { HistoryText } from '../interpreter/history-text.ts';
import { decodeEvents, type EventRange, firstEventOf, HEAD_BYTES_MAX } from '../interpreter/journal.ts';
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
  const chunks = range.first > range.last ? [] : await chunksWith(range, stored);
  if (chunks === undefined) return undefined;
  const isLast = reverse ? range.first <= 1 : range.last >= lastEventId;
  return {
    ...(isLast ? {} : { next: reverse ? range.first : range.last }),
    writeEvents(bytes) {
      const text = new HistoryText({ program, identity, includeExecutionData }, bytes);
      for (const chunk of reverse ? chunks.toReversed() : chunks)
        text.add(decodeEvents(chunk, range), reverse);
    },
  };
}

function rangeOf({ after, limit, reverse }: HistoryQuery, lastId: EventId): EventRange {
  if (reverse) {
    const last = after === undefined ? lastId : after - 1;
    return { first: Math.max(1, last - limit + 1), last };
  }
  const first = (after ?? 0) + 1;
  return { first, last: Math.min(lastId, first + limit - 1) };
}

async function chunksWith(
  range: EventRange,
  stored: StoredHistory,
): Promise<readonly Uint8Array[] | undefined> {
  const first = await versionWith(range.first, stored, 1);
  const last = first === undefined ? undefined : await versionWith(range.last, stored, first);
  if (first === undefined || last === undefined) return undefined;
  const chunks = await stored.chunks({ first, last });
  return chunks.length === last - first + 1 ? chunks : undefined;
}

/** The chunk with an event, found as a name in a telephone book: a long history may have as many chunks as events. */
async function versionWith(
  event: EventId,
  { version, chunks }: StoredHistory,
  from: number,
): Promise<number | undefined> {
  let [low, high] = [from, version];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [chunk] = await chunks({ first: middle, last: middle, bytesMax: HEAD_BYTES_MAX });
    if (chunk === undefined) return undefined;
    if (firstEventOf(chunk) <= event) low = middle;
    else high = middle - 1;
  }
  return low;
}

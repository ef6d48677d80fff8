import type { Program } from '../asl/program.ts';
import type { Identity } from '../interpreter/execution.ts';
import { type HistoryEvent, tellChunk } from '../interpreter/history.ts';
import { decodeChunk, firstEventIdOf } from '../interpreter/journal.ts';
import { isEvent } from '../interpreter/record.ts';
import type { HistoryQuery } from './engine.ts';

/** An execution's history as stored. */
export interface StoredHistory {
  readonly program: Program;
  readonly identity: Identity;
  readonly chunks: readonly Uint8Array[];
}

/** One page of a history, told from the chunks that have its events. */
export function readHistory(
  stored: StoredHistory,
  query: HistoryQuery,
): { events: HistoryEvent[]; isLast: boolean } {
  const { program, identity } = stored;
  const narrator = { program, identity, includeExecutionData: query.includeExecutionData };
  const lastId = lastEventOf(stored.chunks.at(-1));
  const range = rangeOf(query, lastId);
  const events: HistoryEvent[] = [];
  for (const bytes of chunksOf(stored.chunks, range)) {
    for (const event of tellChunk(narrator, decodeChunk(bytes))) {
      if (event.id >= range.first && event.id <= range.last) events.push(event);
    }
  }
  if (query.reverse) events.reverse();
  return { events, isLast: query.reverse ? range.first <= 1 : range.last >= lastId };
}

function lastEventOf(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  const { firstEventId, records } = decodeChunk(bytes);
  return firstEventId + records.filter(isEvent).length - 1;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Those that may have events of the range: a long history is not unpacked for one page of it. */
function chunksOf(chunks: readonly Uint8Array[], { first, last }: Range): readonly Uint8Array[] {
  return chunks.filter((bytes, index) => {
    const next = chunks[index + 1];
    return firstEventIdOf(bytes) <= last && (next === undefined || firstEventIdOf(next) > first);
  });
}

function rangeOf({ after, limit, reverse }: HistoryQuery, lastId: number): Range {
  if (reverse) {
    const last = after === undefined ? lastId : after - 1;
    return { first: Math.max(1, last - limit + 1), last };
  }
  const first = (after ?? 0) + 1;
  return { first, last: Math.min(lastId, first + limit - 1) };
}

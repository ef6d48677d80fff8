import type { Program } from '../asl/program.ts';
import type { Identity } from '../interpreter/execution.ts';
import { type HistoryEvent, tellChunk } from '../interpreter/history.ts';
import { type Chunk, decodeChunk } from '../interpreter/journal.ts';
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
  const chunks = stored.chunks.map(decodeChunk);
  const lastId = lastEventOf(chunks.at(-1));
  const range = rangeOf(query, lastId);
  const events: HistoryEvent[] = [];
  for (const chunk of chunks) {
    if (chunk.firstEventId > range.last || lastEventOf(chunk) < range.first) continue;
    for (const event of tellChunk(narrator, chunk)) {
      if (event.id >= range.first && event.id <= range.last) events.push(event);
    }
  }
  if (query.reverse) events.reverse();
  return { events, isLast: query.reverse ? range.first <= 1 : range.last >= lastId };
}

function lastEventOf(chunk: Chunk | undefined): number {
  return chunk === undefined ? 0 : chunk.firstEventId + chunk.records.filter(isEvent).length - 1;
}

function rangeOf({ after, limit, reverse }: HistoryQuery, lastId: number): { first: number; last: number } {
  if (reverse) {
    const last = after === undefined ? lastId : after - 1;
    return { first: Math.max(1, last - limit + 1), last };
  }
  const first = (after ?? 0) + 1;
  return { first, last: Math.min(lastId, first + limit - 1) };
}

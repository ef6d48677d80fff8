import type { Program } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import type { Identity } from '../interpreter/execution.ts';
import { type HistoryEvent, tellChunk } from '../interpreter/history.ts';
import { type Chunk, decodeChunk, firstEventOf } from '../interpreter/journal.ts';
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
  const parts = partsOf(stored.chunks);
  const lastId = parts.at(-1)?.lastEventId ?? 0;
  const range = rangeOf(query, lastId);
  const events: HistoryEvent[] = [];
  for (const { chunk, firstEventId, lastEventId } of parts) {
    if (firstEventId > range.last || lastEventId < range.first) continue;
    for (const event of tellChunk(narrator, chunk(), range)) events.push(event);
  }
  if (query.reverse) events.reverse();
  return { events, isLast: query.reverse ? range.first <= 1 : range.last >= lastId };
}

/** A chunk that is unpacked only when its events are asked for: a page needs few of many. */
interface Part {
  readonly firstEventId: number;
  readonly lastEventId: number;
  readonly chunk: () => Chunk;
}

function partsOf(chunks: readonly Uint8Array[]): Part[] {
  const firsts = chunks.map(firstEventOf);
  return chunks.map((bytes, index) => {
    const firstEventId = present(firsts[index], 'first event');
    const next = firsts[index + 1];
    if (next !== undefined) return { firstEventId, lastEventId: next - 1, chunk: () => decodeChunk(bytes) };
    const last = decodeChunk(bytes);
    const lastEventId = firstEventId + last.records.filter(isEvent).length - 1;
    return { firstEventId, lastEventId, chunk: () => last };
  });
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeOf({ after, limit, reverse }: HistoryQuery, lastId: number): Range {
  if (reverse) {
    const last = after === undefined ? lastId : after - 1;
    return { first: Math.max(1, last - limit + 1), last };
  }
  const first = (after ?? 0) + 1;
  return { first, last: Math.min(lastId, first + limit - 1) };
}

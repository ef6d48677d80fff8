import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  toNumber,
} from '../../base/json.ts';
import { TRACE_ID } from '../../telemetry/trace-header.ts';

/** What is known of a segment besides its document. Times are in seconds since 1970. */
export interface SegmentFacts {
  readonly traceId: string;
  readonly id: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly type: string;
  readonly startedAt: number;
  /** The same as its start while it runs. */
  readonly endedAt: number;
  readonly isRunning: boolean;
  readonly isError: boolean;
  readonly isFault: boolean;
  readonly isThrottle: boolean;
  readonly annotations: ReadonlyMap<string, string | number | boolean>;
  /** Of its subsegments, all the way down. */
  readonly innerIds: readonly string[];
}

const ID = /^[0-9a-f]{16}$/;
const DOCUMENT_BYTES_MAX = 64 * 1024;
/** Subsegments that are looked at, so that a document cannot hold the process. */
const INNER_MAX = 5000;

/** @returns What is wrong with it, in words, when it is no segment document. */
export function readDocument(
  text: string,
): SegmentFacts | { readonly problem: string; readonly id?: string } {
  if (Buffer.byteLength(text) > DOCUMENT_BYTES_MAX) return { problem: 'The document is larger than 64 KB.' };
  return readTrusted(text);
}

/** Of our own making: its size is not bounded as callers' are. */
export function readTrusted(text: string): SegmentFacts | { readonly problem: string; readonly id?: string } {
  let document: Json;
  try {
    document = parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'The document is not JSON.' };
  }
  if (!isObject(document)) return { problem: 'The document is not a JSON object.' };
  const [traceId, id, name] = ['trace_id', 'id', 'name'].map((field) => textIn(document, field));
  if (id === undefined || !ID.test(id)) return { problem: 'id must be 16 hexadecimal digits.' };
  if (traceId === undefined || !TRACE_ID.test(traceId)) return { problem: 'trace_id is invalid.', id };
  if (name === undefined || name.length > 200) return { problem: 'name must be 1 to 200 characters.', id };
  const startedAt = numberIn(document, 'start_time');
  if (startedAt === undefined) return { problem: 'start_time is missing.', id };
  return factsOf(document, { traceId, id, name, startedAt });
}

function factsOf(
  document: JsonObject,
  named: Pick<SegmentFacts, 'traceId' | 'id' | 'name' | 'startedAt'>,
): SegmentFacts {
  const isTrue = (field: string) => member(document, field) === true;
  const endedAt = numberIn(document, 'end_time');
  const annotations = new Map<string, string | number | boolean>();
  const given = member(document, 'annotations');
  for (const [key, value] of isObject(given) ? Object.entries(given) : []) {
    if (typeof value === 'string' || typeof value === 'boolean') annotations.set(key, value);
    else if (isNumber(value)) annotations.set(key, toNumber(value));
  }
  const innerIds: string[] = [];
  collectInner(document, innerIds);
  return {
    ...named,
    parent: textIn(document, 'parent_id'),
    type: textIn(document, 'origin') ?? (textIn(document, 'type') === 'subsegment' ? 'subsegment' : ''),
    endedAt: endedAt ?? named.startedAt,
    isRunning: endedAt === undefined,
    isError: isTrue('error') || isTrue('throttle'),
    isFault: isTrue('fault'),
    isThrottle: isTrue('throttle'),
    annotations,
    innerIds,
  };
}

function collectInner(document: JsonObject, ids: string[]): void {
  const inner = member(document, 'subsegments');
  if (!isArray(inner)) return;
  for (const one of inner) {
    if (!isObject(one) || ids.length >= INNER_MAX) continue;
    const id = textIn(one, 'id');
    if (id !== undefined) ids.push(id);
    collectInner(one, ids);
  }
}

function textIn(document: JsonObject, field: string): string | undefined {
  const value = member(document, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberIn(document: JsonObject, field: string): number | undefined {
  const value = member(document, field);
  return isNumber(value) ? toNumber(value) : undefined;
}

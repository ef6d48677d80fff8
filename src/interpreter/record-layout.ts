import { parseOwnJson } from '../base/json.ts';
import type { Payload } from '../base/payload.ts';
import type { Batching, EventId, FrameId, Origin, Parent, Record } from './record.ts';

/** The half of ChunkEncoder that layouts use. */
export interface Sink {
  uint(value: number): void;
  place(frame: FrameId, previous: EventId, state: number): void;
  event(id: EventId): void;
  optional(value: number | undefined): void;
  text(value: string | undefined): void;
  payload(payload: Payload): void;
}

/** The half of ChunkDecoder that layouts use. */
export interface Source {
  uint(): number;
  event(): EventId;
  optional(): number | undefined;
  text(): string | undefined;
  payload(): Payload;
}

export interface Layout {
  readonly code: number;
  write(sink: Sink, record: Record): void;
  read(source: Source): Record;
}

interface InState {
  readonly frame: FrameId;
  readonly previous: EventId;
  readonly state: number;
}

export function writePlace(sink: Sink, record: InState): void {
  sink.place(record.frame, record.previous, record.state);
}

export function readPlace(source: Source): InState {
  return { frame: source.uint(), previous: source.event(), state: source.uint() };
}

export function writeFailure(
  sink: Sink,
  record: { error: string | undefined; cause: string | undefined },
): void {
  sink.text(record.error);
  sink.text(record.cause);
}

export function readFailure(source: Source): { error: string | undefined; cause: string | undefined } {
  return { error: source.text(), cause: source.text() };
}

export function writeOrigin(sink: Sink, origin: Origin | undefined): void {
  sink.optional(origin?.machineVersion);
  sink.text(origin?.machineAlias);
  sink.text(origin?.traceHeader);
  const parent = origin?.parent;
  sink.optional(parent?.execution);
  if (parent === undefined) return;
  sink.uint(parent.event);
  sink.optional(parent.item);
  sink.uint(parent.isWaiting ? 1 : 0);
}

export function readOrigin(source: Source): { origin?: Origin } {
  const { origin } = readFormerOrigin(source);
  const parent = readParent(source);
  if (origin === undefined && parent === undefined) return {};
  return { origin: { ...origin, ...(parent === undefined ? {} : { parent }) } };
}

/** As it was before there were parents. */
export function readFormerOrigin(source: Source): { origin?: Origin } {
  const machineVersion = source.optional();
  const machineAlias = source.text();
  const traceHeader = source.text();
  if (machineVersion === undefined && machineAlias === undefined && traceHeader === undefined) return {};
  return {
    origin: {
      ...(machineVersion === undefined ? {} : { machineVersion }),
      ...(machineAlias === undefined ? {} : { machineAlias }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    },
  };
}

function readParent(source: Source): Parent | undefined {
  const execution = source.optional();
  if (execution === undefined) return undefined;
  const event = source.uint();
  const item = source.optional();
  const isWaiting = source.uint() === 1;
  return { execution, event, ...(item === undefined ? {} : { item }), isWaiting };
}

export const writeJson = (sink: Sink, value: unknown) =>
  sink.text(value === undefined ? undefined : JSON.stringify(value));

export function readJson<Value>(source: Source): Value | undefined {
  const text = source.text();
  // Our own text, written by `writeJson` from a value of this type.
  return text === undefined ? undefined : (parseOwnJson(text) as Value);
}

/** A payload that may be absent. */
export function writeMaybe(sink: Sink, payload: Payload | undefined): void {
  sink.uint(payload === undefined ? 0 : 1);
  if (payload !== undefined) sink.payload(payload);
}

export function readMaybe(source: Source): Payload | undefined {
  return source.uint() === 0 ? undefined : source.payload();
}

export function writeBatching(sink: Sink, batching: Batching | undefined): void {
  sink.uint(batching === undefined ? 0 : 1);
  if (batching === undefined) return;
  sink.optional(batching.itemsMax);
  sink.optional(batching.bytesMax);
  writeMaybe(sink, batching.input);
}

export function readBatching(source: Source): Batching | undefined {
  if (source.uint() === 0) return undefined;
  const itemsMax = source.optional();
  const bytesMax = source.optional();
  const input = readMaybe(source);
  return {
    ...(itemsMax === undefined ? {} : { itemsMax }),
    ...(bytesMax === undefined ? {} : { bytesMax }),
    ...(input === undefined ? {} : { input }),
  };
}

/** A layout for each of these records. */
export type Layouts<Kind extends Record> = {
  readonly [Name in Kind['type']]: {
    code: number;
    write(sink: Sink, record: Extract<Record, { type: Name }>): void;
    read(source: Source): Extract<Record, { type: Name }>;
  };
};

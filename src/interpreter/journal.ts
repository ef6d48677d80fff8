import { assert, present } from '../base/assert.ts';
import { EMPTY_OBJECT, Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { EVENT_LAYOUTS } from './event-layouts.ts';
import { type EventId, type EventRecord, isEvent, type Record } from './record.ts';
import { LAYOUTS, layoutOf } from './record-layouts.ts';

/** The records of one turn. */
export interface Chunk {
  readonly at: Instant;
  /** The id of the first event in it, and of the next one when it has none. */
  readonly firstEventId: EventId;
  readonly records: readonly Record[];
}

/** Events of one turn, by ascending id without a gap. */
export interface EventChunk {
  readonly at: Instant;
  /** Of the first of them. */
  readonly firstEventId: EventId;
  readonly events: readonly EventRecord[];
}

/** Both ends are in it. */
export interface EventRange {
  readonly first: EventId;
  readonly last: EventId;
}

/** First byte of every chunk. A later format takes the next number, and this one stays readable. */
const FORMAT = 1;

/**
 * Packs chunks: a few small integers a record, each payload's text once, later uses by number.
 * Keeps nothing between chunks but its buffer.
 */
export class ChunkEncoder {
  readonly #writer = new ByteWriter();
  /** By text: a folded execution shares fewer objects than one that ran, and must give the same bytes. */
  #payloads = new Map<string, number>();
  #lastPayload: Payload | undefined;
  #lastNumber = 0;
  #nextEventId = 0;

  encode(chunk: Chunk): Uint8Array {
    this.#nextEventId = chunk.firstEventId;
    this.#writer.byte(FORMAT);
    this.#writer.uint(chunk.at);
    this.#writer.uint(chunk.firstEventId);
    for (const record of chunk.records) this.#write(record);
    this.#payloads.clear();
    this.#lastPayload = undefined;
    return this.#writer.take();
  }

  /** By far the most records are of four types: to choose their layout by a table took more than to write them. */
  #write(record: Record): void {
    switch (record.type) {
      case 'StateEntered':
        this.#writer.byte(EVENT_LAYOUTS.StateEntered.code);
        EVENT_LAYOUTS.StateEntered.write(this, record);
        this.#nextEventId++;
        return;
      case 'StateExited':
        this.#writer.byte(EVENT_LAYOUTS.StateExited.code);
        EVENT_LAYOUTS.StateExited.write(this, record);
        this.#nextEventId++;
        return;
      case 'MapIterationStarted':
        this.#writer.byte(EVENT_LAYOUTS.MapIterationStarted.code);
        EVENT_LAYOUTS.MapIterationStarted.write(this, record);
        this.#nextEventId++;
        return;
      case 'MapIterationSucceeded':
        this.#writer.byte(EVENT_LAYOUTS.MapIterationSucceeded.code);
        EVENT_LAYOUTS.MapIterationSucceeded.write(this, record);
        this.#nextEventId++;
        return;
      default: {
        const layout = layoutOf(record.type);
        this.#writer.byte(layout.code);
        layout.write(this, record);
        if (isEvent(record)) this.#nextEventId++;
      }
    }
  }

  uint(value: number): void {
    this.#writer.uint(value);
  }

  /** Events mostly point at the one before them: the distance is a small number. */
  event(id: EventId): void {
    this.#writer.uint(this.#nextEventId - id);
  }

  place(frame: number, previous: EventId, state: number): void {
    this.#writer.uints(frame, this.#nextEventId - previous, state);
  }

  optional(value: number | undefined): void {
    this.#writer.uint(value === undefined ? 0 : value + 1);
  }

  text(value: string | undefined): void {
    this.#writer.byte(value === undefined ? 0 : 1);
    if (value !== undefined) this.#writer.text(value);
  }

  payload(payload: Payload): void {
    if (payload === this.#lastPayload) return this.#writer.uint(this.#lastNumber);
    const { text } = payload;
    const known = this.#payloads.get(text);
    this.#writer.uint(known ?? 0);
    this.#lastPayload = payload;
    this.#lastNumber = known ?? this.#payloads.size + 1;
    if (known !== undefined) return;
    this.#payloads.set(text, this.#lastNumber);
    this.#writer.text(text, payload.bytes);
  }
}

/** Unpacks one chunk. */
export function decodeChunk(bytes: Uint8Array): Chunk {
  return new ChunkDecoder(bytes).decode();
}

/** Of a chunk, the events in a range; none of the texts before it are unpacked, and nothing behind it. */
export function decodeEvents(bytes: Uint8Array, range: EventRange): EventChunk {
  return new ChunkDecoder(bytes).events(range);
}

/** Of a chunk, what `firstEventOf` needs at most: a byte and two numbers. */
export const HEAD_BYTES_MAX = 17;

/** The `firstEventId` of a chunk, or of its beginning. */
export function firstEventOf(bytes: Uint8Array): EventId {
  return new ChunkDecoder(bytes).head().firstEventId;
}

class ChunkDecoder {
  readonly #reader: ByteReader;
  /** Those that were passed over by where they are. */
  readonly #payloads: (Payload | number)[] = [];
  #nextEventId = 0;
  #isPassing = false;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes);
  }

  head(): Pick<Chunk, 'at' | 'firstEventId'> {
    assert(this.#reader.byte() === FORMAT, 'journal chunk of an unknown format');
    return { at: this.#reader.uint(), firstEventId: this.#reader.uint() };
  }

  decode(): Chunk {
    const { at, firstEventId } = this.head();
    this.#nextEventId = firstEventId;
    const records: Record[] = [];
    while (!this.#reader.isAtEnd) {
      const record = this.#record();
      records.push(record);
      if (isEvent(record)) this.#nextEventId++;
    }
    return { at, firstEventId, records };
  }

  events({ first, last }: EventRange): EventChunk {
    const { at, firstEventId } = this.head();
    this.#nextEventId = firstEventId;
    const events: EventRecord[] = [];
    while (!this.#reader.isAtEnd && this.#nextEventId <= last) {
      this.#isPassing = this.#nextEventId < first;
      const record = this.#record();
      if (!isEvent(record)) continue;
      this.#nextEventId++;
      if (!this.#isPassing) events.push(record);
    }
    return { at, firstEventId: Math.max(firstEventId, first), events };
  }

  #record(): Record {
    return present(LAYOUTS[this.#reader.byte()], 'record layout').read(this);
  }

  uint(): number {
    return this.#reader.uint();
  }

  event(): EventId {
    return this.#nextEventId - this.#reader.uint();
  }

  optional(): number | undefined {
    const value = this.#reader.uint();
    return value === 0 ? undefined : value - 1;
  }

  text(): string | undefined {
    return this.#reader.byte() === 0 ? undefined : this.#reader.text();
  }

  payload(): Payload {
    const number = this.#reader.uint();
    if (this.#isPassing) {
      if (number === 0) this.#payloads.push(this.#reader.passText());
      // Nobody sees it.
      return EMPTY_OBJECT;
    }
    if (number !== 0) return this.#known(number - 1);
    const payload = Payload.fromText(this.#reader.text());
    this.#payloads.push(payload);
    return payload;
  }

  #known(index: number): Payload {
    const known = present(this.#payloads[index], 'payload');
    if (typeof known !== 'number') return known;
    const payload = Payload.fromText(this.#reader.textAt(known));
    this.#payloads[index] = payload;
    return payload;
  }
}

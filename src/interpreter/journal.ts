import { assert, present } from '../base/assert.ts';
import { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { EVENT_LAYOUTS } from './event-layouts.ts';
import { type EventId, isEvent, type Record } from './record.ts';
import { LAYOUTS, layoutOf } from './record-layouts.ts';

/** The records of one turn. */
export interface Chunk {
  readonly at: Instant;
  /** The id of the first event in it, and of the next one when it has none. */
  readonly firstEventId: EventId;
  readonly records: readonly Record[];
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

/** The `firstEventId` of a chunk, without unpacking the rest. */
export function firstEventOf(bytes: Uint8Array): EventId {
  return new ChunkDecoder(bytes).head().firstEventId;
}

class ChunkDecoder {
  readonly #reader: ByteReader;
  readonly #payloads: Payload[] = [];
  #nextEventId = 0;

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
      const record = present(LAYOUTS[this.#reader.byte()], 'record layout').read(this);
      records.push(record);
      if (isEvent(record)) this.#nextEventId++;
    }
    return { at, firstEventId, records };
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
    if (number !== 0) return present(this.#payloads[number - 1], 'payload');
    const payload = Payload.fromText(this.#reader.text());
    this.#payloads.push(payload);
    return payload;
  }
}

import type { State } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import type { JsonBytes } from '../base/json-bytes.ts';
import type { Payload } from '../base/payload.ts';
import { type Narrator, tellEvent } from './history.ts';
import type { EventChunk } from './journal.ts';
import type { EventId, EventRecord } from './record.ts';

/**
 * What `tellChunk` tells, as JSON text with `timestamp` in seconds: the events of a page as AWS shows them, with commas
 * between. States that are entered and left are most of any long history; their texts are put together from pieces, without
 * an object or a string for an event: a third of the time that making objects and printing them takes.
 */
export class HistoryText {
  readonly #narrator: Narrator;
  readonly #bytes: JsonBytes;
  readonly #states: (StatePieces | undefined)[] = [];
  /** Where they stand already, as JSON strings. */
  readonly #payloads = new Map<Payload, { readonly start: number; readonly end: number }>();
  #isEmpty = true;

  /** @param bytes Where they are put, behind what is there. */
  constructor(narrator: Narrator, bytes: JsonBytes) {
    this.#narrator = narrator;
    this.#bytes = bytes;
  }

  /** @param isReverse From the last event to the first. */
  add({ at, firstEventId, events }: EventChunk, isReverse: boolean): void {
    const opening = Buffer.from(`,{"timestamp":${at / 1000},"type":"`);
    for (let count = 0; count < events.length; count++) {
      const index = isReverse ? events.length - 1 - count : count;
      this.#bytes.piece(this.#isEmpty ? opening.subarray(1) : opening);
      this.#isEmpty = false;
      this.#event(present(events[index], 'event'), firstEventId + index);
    }
  }

  #event(record: EventRecord, id: EventId): void {
    switch (record.type) {
      case 'StateEntered': {
        const { entered } = this.#state(record.state);
        this.#ids(entered.type, id, record.previous);
        return this.#details(entered, record.input);
      }
      case 'StateExited': {
        if (record.assigned !== undefined) return this.#other(record, id);
        const { exited } = this.#state(record.state);
        this.#ids(exited.type, id, record.previous);
        return this.#details(exited, record.output);
      }
      default:
        return this.#other(record, id);
    }
  }

  #other(record: EventRecord, id: EventId): void {
    const { type, details } = tellEvent(this.#narrator, record);
    this.#ids(Buffer.from(`${type}","id":`), id, 'previous' in record ? record.previous : 0);
    this.#bytes.text(details === undefined ? '}' : `,${JSON.stringify(details).slice(1)}`);
  }

  #ids(type: Uint8Array, id: EventId, previous: EventId): void {
    const bytes = this.#bytes;
    bytes.piece(type);
    bytes.number(id);
    bytes.piece(PREVIOUS);
    bytes.number(previous);
  }

  #details({ before, after }: EventPieces, payload: Payload): void {
    this.#bytes.piece(before);
    if (this.#narrator.includeExecutionData) this.#payload(payload);
    this.#bytes.piece(after);
  }

  /** Several events show the same: its text is made once. */
  #payload(payload: Payload): void {
    const known = this.#payloads.get(payload);
    if (known !== undefined) return this.#bytes.again(known.start, known.end);
    const start = this.#bytes.length;
    this.#bytes.text(JSON.stringify(payload.text));
    this.#payloads.set(payload, { start, end: this.#bytes.length });
  }

  #state(index: number): StatePieces {
    this.#states[index] ??= piecesOf(
      present(this.#narrator.program.states[index], 'state'),
      this.#narrator.includeExecutionData,
    );
    return this.#states[index];
  }
}

const PREVIOUS = Buffer.from(',"previousEventId":');

interface StatePieces {
  readonly entered: EventPieces;
  readonly exited: EventPieces;
}

interface EventPieces {
  /** From its name to the number of the event. */
  readonly type: Uint8Array;
  /** What stands before the payload, and after it. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

function piecesOf({ type, name }: State, hasData: boolean): StatePieces {
  const pieces = (event: 'Entered' | 'Exited', data: 'input' | 'output') => ({
    type: Buffer.from(`${type}State${event}","id":`),
    before: Buffer.from(
      `,"state${event}EventDetails":{"name":${JSON.stringify(name)}${hasData ? `,"${data}":` : ''}`,
    ),
    after: Buffer.from(hasData ? `,"${data}Details":{"truncated":false}}}` : '}}'),
  });
  return { entered: pieces('Entered', 'input'), exited: pieces('Exited', 'output') };
}

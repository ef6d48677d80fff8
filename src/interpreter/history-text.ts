import type { State } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import type { JsonBytes } from '../base/json-bytes.ts';
import type { Payload } from '../base/payload.ts';
import { type Narrator, tellEvent } from './history.ts';
import type { EventChunk } from './journal.ts';
import type { EventId, EventRecord } from './record.ts';

/**
 * What `tellChunk` tells, as JSON text with `timestamp` in seconds: the events of a page as AWS shows them. States that are
 * entered and left are most of any long history; their texts are put together from pieces, with no object and no string
 * for an event. That takes a fourth of the time that making objects and printing them does.
 */
export class HistoryText {
  readonly #narrator: Narrator;
  readonly #bytes: JsonBytes;
  readonly #states: (StatePieces | undefined)[] = [];
  /** Where they stand already, as JSON strings. */
  readonly #payloads = new Map<Payload, { readonly start: number; readonly end: number }>();
  #isEmpty = true;

  /** @param bytes Where they are put, one behind the other with commas between. */
  constructor(narrator: Narrator, bytes: JsonBytes) {
    this.#narrator = narrator;
    this.#bytes = bytes;
  }

  /** @param isReverse From the last event to the first. */
  add({ at, firstEventId, events }: EventChunk, isReverse: boolean): void {
    const opening = Buffer.from(`{"timestamp":${at / 1000},"type":"`);
    for (let count = 0; count < events.length; count++) {
      const index = isReverse ? events.length - 1 - count : count;
      if (!this.#isEmpty) this.#bytes.piece(PIECES.comma);
      this.#isEmpty = false;
      this.#bytes.piece(opening);
      this.#event(present(events[index], 'event'), firstEventId + index);
    }
  }

  #event(record: EventRecord, id: EventId): void {
    switch (record.type) {
      case 'StateEntered': {
        const { entered, enteredDetails } = this.#state(record.state);
        this.#known(entered, id, record.previous);
        this.#bytes.piece(enteredDetails);
        return this.#data(PIECES.input, record.input);
      }
      case 'StateExited': {
        if (record.assigned !== undefined) return this.#other(record, id);
        const { exited, exitedDetails } = this.#state(record.state);
        this.#known(exited, id, record.previous);
        this.#bytes.piece(exitedDetails);
        return this.#data(PIECES.output, record.output);
      }
      default:
        return this.#other(record, id);
    }
  }

  #other(record: EventRecord, id: EventId): void {
    const { type, details } = tellEvent(this.#narrator, record);
    this.#bytes.text(`${type}","id":`);
    this.#bytes.number(id);
    this.#bytes.piece(PIECES.previous);
    this.#bytes.number('previous' in record ? record.previous : 0);
    this.#bytes.text(details === undefined ? '}' : `,${JSON.stringify(details).slice(1)}`);
  }

  #known(type: Uint8Array, id: EventId, previous: EventId): void {
    const bytes = this.#bytes;
    bytes.piece(type);
    bytes.number(id);
    bytes.piece(PIECES.previous);
    bytes.number(previous);
  }

  #data({ before, after }: { before: Uint8Array; after: Uint8Array }, payload: Payload): void {
    if (this.#narrator.includeExecutionData) {
      this.#bytes.piece(before);
      this.#quoted(payload);
      this.#bytes.piece(after);
    }
    this.#bytes.piece(PIECES.end);
  }

  #quoted(payload: Payload): void {
    const before = this.#payloads.get(payload);
    if (before !== undefined) return this.#bytes.again(before.start, before.end);
    const start = this.#bytes.length;
    this.#bytes.text(JSON.stringify(payload.text));
    this.#payloads.set(payload, { start, end: this.#bytes.length });
  }

  #state(index: number): StatePieces {
    this.#states[index] ??= piecesOf(present(this.#narrator.program.states[index], 'state'));
    return this.#states[index];
  }
}

const PIECES = {
  comma: Buffer.from(','),
  previous: Buffer.from(',"previousEventId":'),
  input: {
    before: Buffer.from(',"input":'),
    after: Buffer.from(',"inputDetails":{"truncated":false}'),
  },
  output: {
    before: Buffer.from(',"output":'),
    after: Buffer.from(',"outputDetails":{"truncated":false}'),
  },
  /** Of the details, and of the event. */
  end: Buffer.from('}}'),
} as const;

interface StatePieces {
  readonly entered: Uint8Array;
  readonly enteredDetails: Uint8Array;
  readonly exited: Uint8Array;
  readonly exitedDetails: Uint8Array;
}

function piecesOf({ type, name }: State): StatePieces {
  const quoted = JSON.stringify(name);
  return {
    entered: Buffer.from(`${type}StateEntered","id":`),
    enteredDetails: Buffer.from(`,"stateEnteredEventDetails":{"name":${quoted}`),
    exited: Buffer.from(`${type}StateExited","id":`),
    exitedDetails: Buffer.from(`,"stateExitedEventDetails":{"name":${quoted}`),
  };
}

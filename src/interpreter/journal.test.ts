import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyRecord } from '../../test/interpreter/any-record.ts';
import { Defect } from '../base/assert.ts';
import { type Json, parseOwnJson } from '../base/json.ts';
import { Payload } from '../base/payload.ts';
import { type Chunk, ChunkEncoder, decodeChunk, firstEventOf } from './journal.ts';
import type { Origin, Record } from './record.ts';
import { LAYOUTS } from './record-layouts.ts';

describe('A chunk', () => {
  test('is read as it was written, whatever the records', () => {
    fc.assert(fc.property(fc.array(anyRecord, { maxLength: 20 }), readsBack), {
      numRuns: 300,
      seed: 20261123,
    });
  });

  test('can hold every record there is', () => {
    const types = new Set(fc.sample(anyRecord, { numRuns: 2000, seed: 1 }).map(({ type }) => type));
    // ExecutionStarted has had three.
    assert.equal(types.size, LAYOUTS.filter((layout) => layout !== undefined).length - 2);
  });

  test('keeps texts that are no UTF-8, long numbers, and 256 KiB', () => {
    for (const text of [
      '"\ud800"',
      '"a\udfffb"',
      '12345678901234567890',
      ' { "a" : 1.10 } ',
      LONG,
      '"\u0000"',
    ]) {
      const record = { type: 'ExecutionStarted', input: Payload.fromText(text) } as const;
      assert.equal(payloadOf(back([record]).records[0]).text, text);
    }
  });

  test('tells its first event without being unpacked', () => {
    const bytes = new ChunkEncoder().encode({
      at: 5,
      firstEventId: 300,
      records: [{ type: 'ExecutionAborted', error: undefined, cause: undefined }],
    });
    assert.equal(firstEventOf(bytes.subarray(0, 5)), 300);
  });

  test('of the time before starts told their origin is still read', () => {
    const bytes = Uint8Array.of(...[1, 1, 1], ...[30, 0, 4, 0x7b, 0x7d]);
    assert.equal(payloadOf(decodeChunk(bytes).records[0]).text, '{}');
  });

  test('of the time before starts told their parent is still read', () => {
    const bytes = Uint8Array.of(...[1, 1, 1], ...[35, 0, 4, 0x7b, 0x7d], ...[4, 0, 0]);
    const { records } = decodeChunk(bytes);
    assert.deepEqual([payloadOf(records[0]).text, originOf(records[0])], ['{}', { machineVersion: 3 }]);
  });

  test('keeps error and cause that are no UTF-8, and tells none from empty', () => {
    const failures = [
      ['\ud83d', ''],
      [undefined, '\0'],
      ['', undefined],
    ] as const;
    for (const [error, cause] of failures) readsBack([{ type: 'ExecutionAborted', error, cause }]);
  });

  test('keeps variables nested as deep as a workflow can make them', () => {
    const deep = parseOwnJson(`{"v":${'['.repeat(2000)}${']'.repeat(2000)}}`);
    const [record] = back([exited(deep)]).records;
    assert.equal(JSON.stringify(record?.type === 'StateExited' && record.assigned), JSON.stringify(deep));
  });

  test('keeps a variable called __proto__', () => {
    readsBack([exited(JSON.parse('{"__proto__":{"a":1}}'))]);
  });

  test('writes a payload once, and reads it as one', () => {
    const payload = Payload.fromText(LONG);
    const records = [payload, payload, Payload.fromText('1'), payload].map(entered);
    assert.ok(encoded(records).byteLength < Buffer.byteLength(LONG) + 100);
    const [first, second, , last] = back(records).records.map(payloadOf);
    assert.ok(first === second && first === last);
  });

  test('shares nothing with the chunk before', () => {
    const encoder = new ChunkEncoder();
    const chunk = { at: 1, firstEventId: 1, records: [entered(Payload.fromText('1'))] };
    encoder.encode(chunk);
    assert.equal(payloadOf(decodeChunk(encoder.encode(chunk)).records[0]).text, '1');
  });

  test('keeps its own bytes when the encoder goes on', () => {
    const encoder = new ChunkEncoder();
    const first = encoder.encode({ at: 1, firstEventId: 1, records: [entered(Payload.fromText('"first"'))] });
    encoder.encode({ at: 2, firstEventId: 2, records: [entered(Payload.fromText('"other"'))] });
    assert.equal(payloadOf(decodeChunk(first).records[0]).text, '"first"');
  });

  test('keeps its moment and its first event', () => {
    const chunk = { at: 1_767_225_600_123, firstEventId: 24_999, records: [] };
    assert.deepEqual(decodeChunk(new ChunkEncoder().encode(chunk)), chunk);
  });

  test('that ends early, or has another format or an unknown record, is a Defect', () => {
    const bytes = encoded([entered(Payload.fromText('"text"'))]);
    for (let length = 0; length < bytes.length; length++) {
      if (length === HEADER_BYTES) continue;
      assert.throws(() => decodeChunk(bytes.subarray(0, length)), Defect);
    }
    assert.throws(() => decodeChunk(bytes.with(0, 2)), Defect);
    assert.throws(() => decodeChunk(bytes.with(HEADER_BYTES, 200)), Defect);
  });
});

const LONG = JSON.stringify('ä'.repeat(131_071));
/** Format, moment 1 and event 1000: what is left is a chunk without records. */
const HEADER_BYTES = 4;

function encoded(records: readonly Record[]): Uint8Array {
  return new ChunkEncoder().encode({ at: 1, firstEventId: 1000, records: [...records] }).slice();
}

function back(records: readonly Record[]): Chunk {
  return decodeChunk(encoded(records));
}

function readsBack(records: readonly Record[]): void {
  assert.deepEqual(back(records).records.map(plain), records.map(plain));
}

/** Payloads by their text. */
function plain(record: Record): object {
  const fields = Object.entries(record).map(([name, value]) => [
    name,
    value instanceof Payload ? value.text : name === 'assigned' ? JSON.stringify(value) : value,
  ]);
  return Object.fromEntries(fields);
}

function payloadOf(record: Record | undefined): Payload {
  assert.ok(record?.type === 'StateEntered' || record?.type === 'ExecutionStarted');
  return record.input;
}

function originOf(record: Record | undefined): Origin | undefined {
  assert.ok(record?.type === 'ExecutionStarted');
  return record.origin;
}

function entered(input: Payload): Record {
  return { type: 'StateEntered', frame: 0, previous: 0, state: 0, input };
}

function exited(assigned: Json): Record {
  assert.ok(typeof assigned === 'object' && assigned !== null);
  const output = Payload.fromText('1');
  // An object by its text.
  const variables = assigned as { readonly [name: string]: Json };
  return { type: 'StateExited', frame: 0, previous: 0, state: 0, output, assigned: variables, next: -1 };
}

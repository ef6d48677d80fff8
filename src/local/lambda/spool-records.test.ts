import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crc32 } from 'node:zlib';
import { readSpoolRecords } from './spool-records.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const TERMS = { version: '$LATEST', deadline: 1000, timeout: 3, hiddenRoot: '/x "y"' };
const RECEIVED = `R ${A} ${JSON.stringify(TERMS)}\n`;

describe('What a process has written down', () => {
  test('of a call is its terms', () => assert.deepEqual(read(RECEIVED).received.get(A), TERMS));
  test('of its answer is the text', () => answers(RECEIVED + answer('S', B, '"ü"'), '"ü"', 'returned'));
  test('of its error is the document', () => answers(RECEIVED + answer('F', B, '{}'), '{}', 'failed'));
  test('may hold lines of its own', () =>
    answers(RECEIVED + answer('S', B, `1\nR ${A} {}\n`), `1\nR ${A} {}\n`, 'returned'));
  test('twice counts once', () => answers(answer('S', B, '1') + answer('S', B, '2'), '1', 'returned'));
});

describe('A call', () => {
  test('that was not made after all was not received', () => received([], `${RECEIVED}U ${A}\n`));
  test('of another mark is not touched by that', () => received([A], `${RECEIVED}U ${B}\n`));
  test('that is made later was received', () => received([A], `${RECEIVED}U ${A}\n${RECEIVED}`));
});

describe('An answer', () => {
  test('that is cut off is none', () => {
    const whole = answer('S', B, '"text"');
    for (let length = 0; length < whole.length; length++) none(RECEIVED + whole.slice(0, length));
  });
  test('that was changed is none', () => none(RECEIVED + answer('S', B, '"text"').replace('tex', 'fex')));
  test('behind what is no record is none', () => none(`${RECEIVED}?\n${answer('S', B, '1')}`));
  test('behind terms that are none is none', () => none(`R ${A} []\n${answer('S', B, '1')}`));
});

function read(text: string) {
  return readSpoolRecords(Buffer.from(text));
}

function answer(type: 'S' | 'F', ticket: string, payload: string): string {
  return `${type} ${ticket} ${Buffer.byteLength(payload)} ${crc32(payload)}\n${payload}\n`;
}

function answers(text: string, payload: string, type: string): void {
  assert.deepEqual(read(text).answered.get(B), { type, payload });
}

function none(text: string): void {
  assert.equal(read(text).answered.size, 0, text);
}

function received(marks: readonly string[], text: string): void {
  assert.deepEqual([...read(text).received.keys()], marks);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceRefusal } from '../service/refusal.ts';
import { checkWriting, rangeOf, readingStatus } from './conditions.ts';
import type { ObjectRecord } from './object-record.ts';

const OBJECT: ObjectRecord = {
  key: 'k',
  bytes: 3,
  etag: 'e',
  modifiedAt: 10_500,
  pieces: [],
  headers: {},
  metadata: {},
};
const at = (seconds: number) => new Date(seconds * 1000).toUTCString();

describe('Conditions', () => {
  test('of a reader say whether it has the object already', () => {
    assert.equal(reads({}), 200);
    assert.equal(reads({ 'if-none-match': '"x", "e"' }), 304);
    assert.equal(reads({ 'if-none-match': '"x"', 'if-modified-since': at(10) }), 200);
    assert.equal(reads({ 'if-modified-since': at(10) }), 304);
    assert.equal(reads({ 'if-modified-since': at(9) }), 200);
    assert.equal(reads({ 'if-match': '"e"', 'if-unmodified-since': at(1) }), 200);
  });

  test('of a reader that do not hold are refused', () => {
    for (const headers of [{ 'if-match': '"x"' }, { 'if-unmodified-since': at(9) }])
      assert.throws(() => reads(headers), ServiceRefusal);
  });

  test('of a writer hold, or nothing is written', () => {
    checkWriting(undefined, (name) => ({ 'if-none-match': '*' })[name]);
    checkWriting(OBJECT, (name) => ({ 'if-match': '"e"' })[name]);
    assert.throws(() => checkWriting(OBJECT, (name) => ({ 'if-none-match': '*' })[name]), ServiceRefusal);
    assert.throws(() => checkWriting(OBJECT, (name) => ({ 'if-match': 'x' })[name]), ServiceRefusal);
    assert.throws(() => checkWriting(undefined, (name) => ({ 'if-match': 'x' })[name]), ServiceRefusal);
  });
});

describe('A range', () => {
  test('is from and to, or open at one end', () => {
    assert.deepEqual(rangeOf('bytes=0-1', 5), { first: 0, last: 1 });
    assert.deepEqual(rangeOf('bytes=2-', 5), { first: 2, last: 4 });
    assert.deepEqual(rangeOf('bytes=-2', 5), { first: 3, last: 4 });
    assert.deepEqual(rangeOf('bytes=1-99', 5), { first: 1, last: 4 });
  });

  test('that is none is all', () => {
    for (const header of [undefined, 'x', 'bytes=', 'bytes=-', 'bytes=3-1', 'bytes=0-1,3-4'])
      assert.equal(rangeOf(header, 5), undefined);
  });

  test('behind the end is refused', () => {
    for (const header of ['bytes=5-', 'bytes=9-10', 'bytes=-0'])
      assert.throws(() => rangeOf(header, 5), ServiceRefusal);
    assert.throws(() => rangeOf('bytes=0-', 0), ServiceRefusal);
  });
});

function reads(headers: Readonly<Record<string, string>>): number {
  return readingStatus(OBJECT, (name) => headers[name]);
}

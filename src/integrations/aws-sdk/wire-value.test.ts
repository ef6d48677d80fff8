import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readMoment, readNumber, writeBase64, writeMoment } from './wire-value.ts';

const ISO = '2026-01-01T12:00:00Z';
const HTTP = 'Thu, 01 Jan 2026 12:00:00 GMT';

describe('A moment', () => {
  test('is read in every form', () => {
    for (const value of [1_767_268_800, '1767268800', ISO, HTTP]) assert.equal(readMoment(value), ISO);
    assert.deepEqual([readMoment('never'), readMoment(1e300)], ['never', 1e300]);
  });

  test('is written in the form that is asked for', () => {
    assert.equal(writeMoment(ISO, 'seconds'), 1_767_268_800);
    assert.equal(writeMoment(ISO, 'http'), HTTP);
    assert.equal(writeMoment(1_767_268_800, 'iso'), ISO);
    assert.equal(writeMoment('never', 'seconds'), 'never');
  });
});

test('Bytes are the JSON of a value, and an archive is itself', () => {
  assert.equal(writeBase64('a'), 'ImEi');
  assert.equal(writeBase64('UEsDBA=='), 'UEsDBA==');
});

test('A number stays what it is, and anything else the text', () => {
  assert.deepEqual(['1.5', '-3', 'x', ''].map(readNumber), [1.5, -3, 'x', '']);
});

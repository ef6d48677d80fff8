import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatInstant, parseInstant } from './time.ts';

describe('A moment', () => {
  test('is printed without the zeros that say nothing', () => {
    const printed = [0, 500, 120, 7].map((ms) => formatInstant(NOON + ms).slice(19));
    assert.deepEqual(printed, ['Z', '.5Z', '.12Z', '.007Z']);
    assert.equal(formatInstant(NOON + 10_000), '2026-01-01T12:00:10Z');
  });

  test('is read as it was printed', () => {
    const moments = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(9999, 11) });
    fc.assert(fc.property(moments, (at) => assert.equal(parseInstant(formatInstant(at)), at)));
  });

  test('is read in any zone', () => {
    for (const text of ['2026-01-01T12:00:00Z', '2026-01-01T13:30:00+01:30', '2025-12-31T22:00:00-14:00']) {
      assert.equal(parseInstant(text), NOON);
    }
  });

  test('is read to the millisecond: what is finer is cut', () => {
    assert.equal(parseInstant('2026-01-01T12:00:00.1Z'), NOON + 100);
    assert.equal(parseInstant('2026-01-01T12:00:00.123999999Z'), NOON + 123);
  });

  test('is none without T, zone, or a day that exists', () => {
    for (const text of NO_MOMENTS) assert.equal(parseInstant(text), undefined, text);
  });

  test('may be the 29th of February in a leap year alone', () => {
    assert.notEqual(parseInstant('2028-02-29T00:00:00Z'), undefined);
    assert.equal(parseInstant('2026-02-29T00:00:00Z'), undefined);
  });
});

const NOON = Date.UTC(2026, 0, 1, 12);
const NO_MOMENTS = [
  ...['2026-01-01T12:00:00+19:00', '2026-01-01T12:00:00+01:60'],
  ...['', '2026-01-01', '2026-01-01T12:00:00', '2026-01-01 12:00:00Z', '2026-01-01T12:00Z'],
  ...['2026-13-01T12:00:00Z', '2026-04-31T12:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T12:60:00Z'],
  ...['2026-01-01T12:00:00.Z', '2026-01-01T12:00:00.1234567890Z', '2026-01-01T12:00:00+0100'],
  ...[' 2026-01-01T12:00:00Z', '2026-01-01T12:00:00Z\n', '26-01-01T12:00:00Z'],
];

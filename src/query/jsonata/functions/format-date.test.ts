import { describe, test } from 'node:test';
import { fails, gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Moments', () => {
  test('are written as ISO 8601', () => gives('$fromMillis(1510067557121)', '2017-11-07T15:12:37.121Z'));
  test('are written in a zone', () => gives('$fromMillis(0, "[H01]:[m01] [z]", "+0330")', '03:30 GMT+03:30'));
  test('have names', () => gives('$fromMillis(0, "[FNn], [D1o] [MNn] [Y]")', 'Thursday, 1st January 1970'));
  test('have no names for years', () => fails('$fromMillis(0, "[YN]")', 'D3133'));
  test('have a zone of four digits at most', () => fails('$fromMillis(0, "[Z00000]")', 'D3134'));
  test('are there', () => fails('$fromMillis(1e300)', 'D1001'));
  test('are now', () => gives('$now() & " " & $millis()', '2026-11-23T12:00:00.000Z 1795435200000'));
});

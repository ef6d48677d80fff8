import { describe, test } from 'node:test';
import { fails, gives, givesNothing, TOO_LONG } from '../../../../test/jsonata/expression-under-test.ts';

describe('Reading moments', () => {
  test('knows ISO 8601', () => gives('$toMillis("2017-11-07T15:12:37.121Z")', 1510067557121));
  test('refuses what is not ISO 8601', () => fails('$toMillis("foo")', 'D3110'));
  test('follows a picture', () =>
    gives('$toMillis("7/11/2017", "[D1]/[M01]/[Y0001]") ~> $fromMillis()', '2017-11-07T00:00:00.000Z'));
  test('tells numbers apart that follow each other', () =>
    gives(
      '$toMillis("20240102030405", "[Y0000][M00][D00][H00][m00][s00]") ~> $fromMillis()',
      '2024-01-02T03:04:05.000Z',
    ));
  test('knows names, halves of the day and zones', () =>
    gives(
      '$toMillis("May 3, 2018 at 1:30 PM +02:00", "[MNn] [D1], [Y0001] at [h]:[m01] [PN] [Z01:01]") ~> $fromMillis()',
      '2018-05-03T11:30:00.000Z',
    ));
  test('counts from the first of January', () =>
    gives('$toMillis("2018-032", "[Y0001]-[d001]") ~> $fromMillis()', '2018-02-01T00:00:00.000Z'));
  test('takes the day from now', () =>
    gives('$toMillis("13:45", "[H]:[m]") ~> $fromMillis()', '2026-11-23T13:45:00.000Z'));
  test('gives nothing for another text', () => givesNothing('$toMillis("irrelevant", "[Y]-[M]-[D]")'));
  test('does not guess what is missing between', () => fails('$toMillis("2018-22", "[Y]-[D]")', 'D3136'));
  test('has an end', () => fails(`$toMillis("${', '.repeat(200)}!", "[Yw][Mw][Dw][Hw][mw]")`, TOO_LONG));
});

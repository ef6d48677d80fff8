import { describe, test } from 'node:test';
import { gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('The calendar', () => {
  test('counts weeks as ISO 8601', () =>
    gives('$fromMillis($toMillis("2021-01-03"), "[X]-[W]-[F1]")', '2020-53-7'));
  test('begins a year with its first Thursday', () =>
    gives('$fromMillis($toMillis("2018-12-31"), "[X]-[W]")', '2019-1'));
  test('counts weeks of a month', () =>
    gives('$fromMillis($toMillis("2018-07-31"), "[w] [xNn]")', '1 August'));
  test('counts days of a year', () => gives('$fromMillis($toMillis("2020-12-31"), "[d]")', '366'));
  test('has mornings and evenings', () =>
    gives('$fromMillis($toMillis("2020-01-01T13:05:00Z"), "[h]:[m][P]")', '1:05pm'));
});

import { describe, test } from 'node:test';
import { fails, gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Numeric functions', () => {
  test('round halves to even', () =>
    gives('[$round(0.5), $round(1.5), $round(2.55, 1), $round(125, -1)]', [0, 2, 2.6, 120]));
  test('add up', () => gives('[$sum([1, 2]), $max([1, 2]), $min([1, 2]), $average([1, 2])]', [3, 2, 1, 1.5]));
  test('know nothing of nothing', () => gives('[$max([]), $sum(a), $average([])]', [], {}));
  test('count', () => gives('[$count(a), $count([1]), $count(1)]', [0, 1, 1], {}));
  test('read numbers', () => gives('[$number("1e2"), $number("0x1F"), $number(true)]', [100, 31, 1]));
  test('read no other text', () => fails('$number("1x")', 'D3030'));
  test('take no root of less than nothing', () => fails('$sqrt(-1)', 'D3060'));
  test('have bounds', () => fails('$power(10, 1000)', 'D3061'));
  test('know bases', () => gives('$formatBase(255, 16)', 'ff'));
  test('know bases from 2 to 36', () => fails('$formatBase(1, 37)', 'D3100'));
});

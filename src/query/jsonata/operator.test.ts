import { describe, test } from 'node:test';
import { fails, gives, givesNothing, TOO_LARGE } from '../../../test/jsonata/expression-under-test.ts';

describe('Operators', () => {
  test('compute', () => gives('[7 + 2, 7 - 2, 7 * 2, 7 / 2, 7 % 2]', [9, 5, 14, 3.5, 1]));
  test('give nothing for nothing', () => givesNothing('1 + a', {}));
  test('want a number on the left', () => fails('"a" + 1', 'T2001'));
  test('want a number on the right', () => fails('1 + "a"', 'T2002'));
  test('compare texts and numbers', () => gives('["a" < "b", 2 >= 2]', [true, true]));
  test('compare no text with a number', () => fails('"a" < 1', 'T2009'));
  test('compare no lists', () => fails('[1] < 1', 'T2010'));
  test('stop when the answer is known', () => gives('[false and $error(), true or $error()]', [false, true]));
  test('find an item', () => gives('[1 in [1, 2], "a" in "b"]', [true, false]));
  test('join anything', () => gives('"a" & 1 & null & {"b": [true]} & a', 'a1null{"b":[true]}', {}));
  test('count up', () => gives('[1..3, 5..4]', [1, 2, 3]));
  test('count from whole numbers', () => fails('[1.5..2]', 'T2003'));
  test('count to whole numbers', () => fails('[1.."a"]', 'T2004'));
  test('count as far as AWS', () => gives('[1..873782] ~> $count()', 873782));
  test('count no further than AWS', () => fails('[1..873783] ~> $count()', TOO_LARGE));
});

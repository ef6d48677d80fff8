import { describe, test } from 'node:test';
import { gives, isRefused } from '../../../test/jsonata/expression-under-test.ts';

describe('Reading an expression', () => {
  test('operators bind as in JSONata', () => gives('1 + 2 * 3 - 4 / 2 & "x"', '5x'));
  test('`:=` binds from the right', () => gives('($a := $b := 2; $a + $b)', 4));
  test('`and`, `or` and `in` may be names', () => gives('{"and": 1}.and', 1));
  test('comments are blanks', () => gives('1 /* one */ + /* and */ 1', 2));
  test('ends early', () => isRefused('1 +', 'S0207'));
  test('lacks a bracket', () => isRefused('[1, 2', 'S0203'));
  test('has the wrong bracket', () => isRefused('a[1,2)', 'S0202'));
  test('goes on after its end', () => isRefused('1 2', 'S0201'));
  test('has an operator where a value belongs', () => isRefused('{"a": }', 'S0211'));
  test('has a character that is no operator', () => isRefused('[1!2]', 'S0204'));
  test('binds to what is no variable', () => isRefused('a := 1', 'S0212'));
  test('has a parameter that is no variable', () => isRefused('function(a) { 1 }', 'S0208'));
  test('does not know what came after 2.0.6', () => isRefused('a ?? 1', 'S0211'));
  test('is nested without end', () => isRefused('('.repeat(100_000), 'S0304'));
  test('is a chain without end', () => isRefused(`1${'+1'.repeat(5000)}`, 'S0304'));
});

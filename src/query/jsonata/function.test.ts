import { describe, test } from 'node:test';
import { fails, gives, TOO_DEEP, TOO_LONG } from '../../../test/jsonata/expression-under-test.ts';

const EVEN = `(
  $even := function($n) { $n = 0 ? true : $odd($n - 1) };
  $odd := function($n) { $n = 0 ? false : $even($n - 1) };
  $even(5000)
)`;

describe('Functions', () => {
  test('see where they were made', () => gives('($a := 1; $f := function() { $a }; ($a := 2; $f()))', 1));
  test('may call one another', () => gives(EVEN, true));
  test('in tail position call for ever, until the time is over', () =>
    fails('($f := function() { $f() }; $f())', TOO_LONG));
  test('call one another to a depth', () => fails('($f := function($n) { $n + $f($n) }; $f(1))', TOO_DEEP));
  test('are no texts', () => fails('"a"(1)', 'T1006'));
  test('are written with a dollar sign', () => fails('sum(1)', 'T1005'));
  test('may be applied in part', () => gives('($f := $substring(?, 0, ?); $f("abc", 2))', 'ab'));
  test('applied in part are functions', () => fails('$nothing(?)', 'T1008'));
  test('are chained', () => gives('("a" ~> ($uppercase ~> $length))', 1));
  test('get their first argument by `~>`', () => gives('"abc" ~> $substring(1)', 'bc'));
  test('stand on the right of `~>`', () => fails('1 ~> 2', 'T2006'));
  test('are no result', () => fails('$sum', /^$/));
});

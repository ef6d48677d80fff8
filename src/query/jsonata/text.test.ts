import { describe, test } from 'node:test';
import { fails, gives, TOO_DEEP, TOO_LARGE } from '../../../test/jsonata/expression-under-test.ts';

const INDENTED = JSON.stringify({ a: [1], b: {}, c: [] }, null, 2);
const DEEP = '($f := function($a, $n) { $n = 0 ? $a : $f({"a": $a}, $n - 1) }; $string($f(1, 20000)))';

describe('As text', () => {
  test('numbers have 15 digits', () => gives('$string(0.1 + 0.2)', '0.3'));
  test('lists and objects are JSON', () => gives('$string({"a": [1, "b", null]})', '{"a":[1,"b",null]}'));
  test('they may be indented', () => gives('$string({"a": [1], "b": {}, "c": []}, true)', INDENTED));
  test('functions are empty', () => gives('$string($sum) & $string([$sum])', '[""]'));
  test('infinity is nothing', () => fails('$string(1/0)', 'D3001'));
  test('much is too much', () => fails('$string([1..500000].["abcdefgh"])', TOO_LARGE));
  test('what is deep is too deep', () => fails(DEEP, TOO_DEEP));
});

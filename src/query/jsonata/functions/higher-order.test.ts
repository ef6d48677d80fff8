import { describe, test } from 'node:test';
import { fails, gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Functions of functions', () => {
  test('map', () => gives('$map(["a", "b"], function($v, $i, $l) { $v & $i & $count($l) })', ['a02', 'b12']));
  test('filter', () => gives('$filter([1, 2, 3], function($v) { $v > 1 })', [2, 3]));
  test('reduce', () =>
    gives(
      '[$reduce([1, 2, 3], function($a, $v) { $a + $v }), $reduce([1], function($a, $v) { $a & $v }, "x")]',
      [6, 'x1'],
    ));
  test('reduce with two parameters', () => fails('$reduce([1], function($a) { 1 })', 'D3050'));
  test('find the single one', () => gives('$single([1, 2], function($v) { $v = 2 })', 2));
  test('find no more than one', () => fails('$single([1, 2])', 'D3138'));
  test('find at least one', () => fails('$single([])', 'D3139'));
  test('go through objects', () =>
    gives('$each({"a": 1, "b": 2}, function($v, $k) { $k & $v })', ['a1', 'b2']));
  test('sift', () => gives('$sift({"a": 1, "b": 2}, function($v) { $v > 1 })', { b: 2 }));
});

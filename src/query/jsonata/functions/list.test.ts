import { describe, test } from 'node:test';
import { fails, gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Functions of lists', () => {
  test('append', () => gives('[[$append(1, 2)], [$append([1], [])], [$append([], 1)]]', [[1, 2], [1], [1]]));
  test('sort', () =>
    gives('[$sort(["b", "a"]), $sort([2, 1], function($l, $r) { $l < $r })]', ['a', 'b', 2, 1]));
  test('sort no mixture', () => fails('$sort([1, "a"])', 'D3070'));
  test('reverse', () => gives('$reverse([1, 2])', [2, 1]));
  test('keep one of equals', () =>
    gives('$distinct([1, "1", {"a": [1]}, 1, {"a": [1]}])', [1, '1', { a: [1] }]));
  test('zip', () =>
    gives('$zip([1, 2], [3, 4, 5])', [
      [1, 3],
      [2, 4],
    ]));
  test('shuffle', () => gives('$sort($shuffle([1..5]))', [1, 2, 3, 4, 5]));
});

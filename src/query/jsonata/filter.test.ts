import { describe, test } from 'node:test';
import { gives, givesNothing } from '../../../test/jsonata/expression-under-test.ts';

describe('A filter', () => {
  test('counts from the start', () => gives('[1, 2, 3][1]', 2));
  test('counts from the end', () => gives('[1, 2, 3][-1]', 3));
  test('rounds down', () => gives('[1, 2, 3][1.9]', 2));
  test('takes positions', () => gives('[1, 2, 3][[0, 2]]', [1, 3]));
  test('takes conditions', () => gives('[1, 2, 3][$ > 1]', [2, 3]));
  test('finds nothing beyond', () => givesNothing('[1][5]'));
  test('also works on what is no list', () => gives('"a"[0]', 'a'));
});

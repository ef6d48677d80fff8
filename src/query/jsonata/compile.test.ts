import { describe, test } from 'node:test';
import { fails, gives, givesNothing, TOO_DEEP } from '../../../test/jsonata/expression-under-test.ts';

describe('An expression', () => {
  test('of 100 levels is run', () => gives(`1${'+1'.repeat(99)}`, 100));
  test('of 101 levels is too deep', () => fails(`1${'+1'.repeat(100)}`, TOO_DEEP));
  test('too deep is no matter where it is not reached', () => gives(`true ? 1 : (1${'+1'.repeat(200)})`, 1));
  test('sees variables of the blocks around it', () => gives('($a := 1; ($b := 2; $a + $b))', 3));
  test('keeps its variables to its block', () => givesNothing('(($a := 1); $a)'));
  test('keeps variables in a block of one call', () => givesNothing('($string($a := 1); 0)[0] ? $a'));
  test('takes inner lists as they are, and others apart', () =>
    gives('[[1], (2; [3, 4]), 5]', [[1], 3, 4, 5]));
  test('reads `$` as the input', () => gives('$', [1, 2], [1, 2]));
  test('keeps a list of one with `[]`', () => gives('a[]', [1], { a: 1 }));
  test('negates', () => gives('-(2)', -2));
  test('negates no text', () => fails('-("a")', 'D1002'));
});

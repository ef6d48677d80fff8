import { describe, test } from 'node:test';
import { fails, gives, isRefused } from '../../../test/jsonata/expression-under-test.ts';

const REPEATED = `function($a)<${'x+'.repeat(20)}n> { 1 }(${Array(200).fill('"a"').join(', ')})`;

describe('A signature', () => {
  test('lets arguments through', () => gives('function($a, $b)<s-n:s> { $a & $b }("x", 1)', 'x1'));
  test('makes a list of one', () => gives('function($a)<a:n> { $count($a) }(1)', 1));
  test('takes the context for a missing argument', () => gives('("abc").$length()', 3));
  test('leaves out what is optional', () => gives('function($a, $b)<sn?:s> { $a }("x")', 'x'));
  test('repeats', () => gives('function($a, $b)<n+:n> { $a + $b }(1, 2)', 3));
  test('has choices', () => gives('function($a)<(sn):s> { $string($a) }(1)', '1'));
  test('names the first argument that is wrong', () => fails('$substring("a", "b")', 'T0410'));
  test('wants a context of its type', () => fails('(1).$length()', 'T0411'));
  test('wants items of one type', () => fails('$sum([1, "2"])', 'T0412'));
  test('has parameters only for lists and functions', () => isRefused('function($a)<s<n>> { 1 }', 'S0401'));
  test('has no parameters in choices', () => isRefused('function($a)<(sa<n>)> { 1 }', 'S0402'));
  test('is compared without trying everything', () => fails(REPEATED, 'T0410'));
});

import { describe, test } from 'node:test';
import { gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Letters for numbers', () => {
  test('count like columns', () => gives('[1, 26, 27, 703].$formatInteger("a")', ['a', 'z', 'aa', 'aaa']));
  test('are read', () => gives('$parseInteger("AB", "A")', 28));
  test('may be Roman', () => gives('[4, 1999].$formatInteger("I")', ['IV', 'MCMXCIX']));
  test('that are Roman are read', () => gives('$parseInteger("mcmxcix", "i")', 1999));
});

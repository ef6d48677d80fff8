import { describe, test } from 'node:test';
import { gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('A replacement', () => {
  test('knows groups of two digits', () =>
    gives('$replace("abcdefghijkl", /(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)/, "$12$1")', 'la'));
  test('leaves a dollar sign before a letter', () => gives('$replace("a", /a/, "$x")', '$x'));
  test('knows no group that is not there', () => gives('$replace("a", /(a)/, "$2$")', '$'));
});

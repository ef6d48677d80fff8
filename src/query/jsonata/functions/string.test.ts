import { describe, test } from 'node:test';
import { fails, gives, TOO_LARGE } from '../../../../test/jsonata/expression-under-test.ts';

describe('Functions of text', () => {
  test('cut', () =>
    gives('[$substring("hello", 1, 3), $substring("hello", -2), $substring("a😀b", 1, 1)]', [
      'ell',
      'lo',
      '😀',
    ]));
  test('cut before and after', () =>
    gives('[$substringBefore("a-b", "-"), $substringAfter("a-b", "-")]', ['a', 'b']));
  test('count characters', () => gives('$length("a😀")', 2));
  test('trim', () => gives('$trim("  a \\n b ")', 'a b'));
  test('pad', () =>
    gives('[$pad("x", 3), $pad("x", -3, "ab"), $pad("x", 4, "😀é")]', ['x  ', 'abx', 'x😀é😀']));
  test('join', () => gives('$join(["a", "b"], "-")', 'a-b'));
  test('join no more than can be kept', () => fails('$join([1..100000].$$)', TOO_LARGE, 'x'.repeat(1000)));
  test('encode', () =>
    gives('[$base64encode("a"), $base64decode("YQ=="), $encodeUrlComponent("a b"), $decodeUrl("%20")]', [
      'YQ==',
      'a',
      'a%20b',
      ' ',
    ]));
  test('decode what is encoded', () => fails('$decodeUrl("%E0%A4%A")', 'D3140'));
});

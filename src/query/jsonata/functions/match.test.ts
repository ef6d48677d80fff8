import { describe, test } from 'node:test';
import { fails, gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Functions that match', () => {
  test('replace', () =>
    gives('[$replace("abab", "a", "x"), $replace("abab", "a", "x", 1)]', ['xbxb', 'xbab']));
  test('replace with groups', () =>
    gives('$replace("john smith", /(\\w+) (\\w+)/, "$2, $1 $$ $0")', 'smith, john $ john smith'));
  test('replace with a function', () =>
    gives('$replace("a1", /[0-9]/, function($m) { "<" & $m.match & ">" })', 'a<1>'));
  test('replace with text', () => fails('$replace("a", /a/, function($m) { 1 })', 'D3012'));
  test('replace something', () => fails('$replace("a", "", "b")', 'D3010'));
  test('split', () =>
    gives('[[$split("a,b", ",")], [$split("a1b2", /[0-9]/)]]', [
      ['a', 'b'],
      ['a', 'b', ''],
    ]));
  test('split into as many as wanted', () => gives('$split("a b c", " ", 2)', ['a', 'b']));
  test('want no negative limit', () => fails('$split("a", " ", -1)', 'D3020'));
});

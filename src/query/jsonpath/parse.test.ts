import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from './cursor.ts';
import { InvalidPath } from './invalid-path.ts';
import { parseTokens } from './parse.ts';
import { isDefinite, type Token, tokensText } from './token.ts';

test('Tokens print in their canonical form', () => {
  for (const [text, canonical] of [
    ['.a.b', "['a']['b']"],
    ['["it\'s"][ 0 , 1 ]', "['it\\'s'][0,1]"],
    ['[010:2:5]..*', '[10:2]..[*]'],
    ['..[?(@.a)].length()', '..[?].length()'],
    ['[ * ][-1:]', '[*][-1:]'],
  ] as const) {
    assert.equal(tokensText(parse(text)), canonical);
  }
});

test('A path is definite without operators', () => {
  assert.ok(isDefinite(parse(".a['b','c'].length()")));
  assert.ok(!isDefinite(parse(".a['b','c'].d")));
});

test('A path has 500 steps at most', () => {
  assert.equal(parse('.a'.repeat(500)).length, 500);
  assert.throws(() => parse('.a'.repeat(501)), InvalidPath);
});

test('Java integers are the only indexes', () => {
  for (const text of ['[2147483648]', '[1:3,4]', '[*,1]', '[1-2]', '[]', "['a','']x['", '[::2]']) {
    assert.throws(() => parse(text), InvalidPath, text);
  }
});

function parse(text: string): readonly Token[] {
  return parseTokens(new Cursor(text), 0);
}

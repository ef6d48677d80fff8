import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesWildcard, parseWildcard } from './wildcard.ts';

test('A star stands for any text, and what is escaped for itself', () => {
  const cases: [string, string, boolean][] = [
    ['a*c', 'abbc', true],
    ['a*c', 'ac', true],
    ['a*c', 'acb', false],
    ['*', '', true],
    ['a*a', 'a', false],
    ['*ab*ab', 'ab', false],
    ['*ab*ab', 'abab', true],
    ['a\\*c', 'a*c', true],
    ['a\\*c', 'abc', false],
    ['a\\\\*', 'a\\x', true],
    ['abc', 'abc', true],
  ];
  for (const [pattern, text, expected] of cases)
    assert.equal(matchesWildcard(parseWildcard(pattern), text), expected, `${pattern} ${text}`);
});

test('Two stars together, and a lone backslash, are refused with their place', () => {
  assert.throws(() => parseWildcard('a**'), /Consecutive wildcard characters at pos 1$/);
  assert.throws(() => parseWildcard('a\\b'), /Invalid escape character at pos 1$/);
  assert.throws(() => parseWildcard('a\\'), /Invalid escape character at pos 1$/);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { wildcard } from './wildcard.ts';

describe('StringMatches pattern', () => {
  test('without a star is the text itself', () => {
    fits('order', ['order'], ['orders', 'rder', '']);
  });

  test('lets a star stand for anything, also for nothing', () => {
    fits('log-*.txt', ['log-.txt', 'log-1.txt', 'log-a.txt.txt'], ['log-1.txtx', 'log.txt']);
  });

  test('of one star is fit by everything', () => {
    fits('*', ['', 'a', '*'], []);
  });

  test('does not use a character for two pieces', () => {
    fits('ab*ba', ['abba', 'ab-ba'], ['aba']);
    fits('a*a', ['aa'], ['a']);
  });

  test('finds pieces that overlap with themselves', () => {
    fits('*aab*', ['aaab', 'xaaaabx'], ['aaa']);
  });

  test('takes an escaped star and an escaped backslash literally', () => {
    fits('a\\*b', ['a*b'], ['axb', 'a\\*b']);
    fits('a\\\\*', ['a\\', 'a\\b'], ['a*']);
  });

  test('takes any other backslash literally', () => {
    fits('a\\b', ['a\\b'], ['ab']);
  });

  test('agrees with a regular expression', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: LETTER, maxLength: 8 }),
        fc.string({ unit: LETTER, maxLength: 12 }),
        agrees,
      ),
    );
  });

  test('stays linear where backtracking would not end', () => {
    const text = 'a'.repeat(200_000);
    const start = performance.now();
    assert.equal(wildcard(`${'*a'.repeat(1000)}*${'a'.repeat(100_000)}b*`)(text), false);
    assert.ok(performance.now() - start < 1000);
  });
});

const LETTER = fc.constantFrom('a', 'b', '*');

function fits(pattern: string, yes: readonly string[], no: readonly string[]): void {
  const matches = wildcard(pattern);
  for (const text of yes) assert.ok(matches(text), `${pattern} should fit ${text}`);
  for (const text of no) assert.ok(!matches(text), `${pattern} should not fit ${text}`);
}

function agrees(pattern: string, text: string): void {
  const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
  assert.equal(wildcard(pattern)(text), expected, `${pattern} on ${text}`);
}

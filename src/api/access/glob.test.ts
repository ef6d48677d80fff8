import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { globMatches } from './glob.ts';

describe('A pattern', () => {
  test('without wildcards fits its own text only', () => {
    fits('states:StartExecution', ['states:StartExecution'], ['states:StartExecutions', 'states:Start', '']);
  });
  test('with a star fits any characters there, colons included', () => {
    fits('arn:*:m', ['arn::m', 'arn:aws:states:m'], ['arn:m', 'arn:aws:m:1']);
  });
  test('with a question mark fits exactly one character there', () =>
    fits('a?c', ['abc', 'a*c'], ['ac', 'abbc']));
  test('of nothing fits nothing else', () => fits('', [''], ['a']));
  test('of stars fits everything', () => fits('**', ['', 'a', 'abc'], []));
  test('is no regular expression', () => fits('a.c[d]', ['a.c[d]'], ['abc[d]', 'a.cd']));
  test('with many stars does not hold the process', () => {
    const started = performance.now();
    assert.equal(globMatches(`${'a*'.repeat(1000)}b`, 'a'.repeat(2000)), false);
    assert.ok(performance.now() - started < 1000);
  });
  test('agrees with a regular expression', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 });
    fc.assert(fc.property(few, few, (pattern, text) => globMatches(pattern, text) === slowly(pattern, text)));
  });
});

function fits(pattern: string, good: readonly string[], bad: readonly string[]): void {
  for (const text of good) assert.equal(globMatches(pattern, text), true, `${pattern} ${text}`);
  for (const text of bad) assert.equal(globMatches(pattern, text), false, `${pattern} ${text}`);
}

function slowly(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

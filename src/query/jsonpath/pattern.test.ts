import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compilePattern } from './pattern.ts';

describe('A pattern', () => {
  test('matches the whole subject', () => {
    assert.ok(compilePattern('a|b', '').matches('b'));
    assert.ok(!compilePattern('a|b', '').matches('bc'));
    assert.ok(compilePattern('A.', 'is').matches('a\n'));
  });

  test('costs a power of the length', () => {
    assert.equal(compilePattern('.*a.*', '').stepsMax(99), 10_000);
    assert.equal(compilePattern('[*+]\\*(?:ab)', '').stepsMax(99), 1);
  });

  test('may not run for long', () => {
    const hostile = [
      '(a+)+',
      '(a|a)*',
      '((a?)b)*',
      '(?=a)',
      '(a)\\1',
      '(?<n>a)\\k<n>',
      'a*'.repeat(5),
      'a?'.repeat(21),
    ];
    for (const source of hostile)
      assert.throws(() => compilePattern(source, ''), { name: 'InvalidPath' }, source);
  });

  test('must be one', () => {
    assert.throws(() => compilePattern('(', ''), /no regular expression/);
    assert.throws(() => compilePattern('a', 'g'), /flags/);
  });
});

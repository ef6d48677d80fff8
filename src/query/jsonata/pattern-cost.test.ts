import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { costOf } from './pattern-cost.ts';

describe('A pattern is cheap', () => {
  test('that has no quantifier', () => isCheap('^abc[d-f]\\d$', 4096));
  test('that has one, on a text of 4,000 characters', () => isCheap('a+b', 4000));
  test('that has three, on a short text', () => isCheap('^[\\w.]+@[a-z]+\\.[a-z]+$', 60));
  test('that repeats a simple group', () => isCheap('(?:ab)+', 1000));
  test('that has counted repetitions', () => isCheap('^\\d{4}-\\d{2}-\\d{2}$', 100));
});

describe('A pattern is not surely cheap', () => {
  test('that has three quantifiers, on a long text', () => isDear('.*.*.*=', 4096));
  test('that has a quantifier within another', () => isDear('(a+)+$', 20));
  test('that repeats alternatives', () => isDear('(a|aa)+$', 20));
  test('that repeats what may be missing', () => isDear('(?:a?){20}', 20));
  test('that hides a quantifier in groups', () => isDear('(((a+)))+', 20));
  test('that has many optional parts', () => isDear(`${'a?'.repeat(30)}${'a'.repeat(30)}`, 30));
  test('that looks around', () => isDear('(?=a+)b', 20));
  test('that refers back', () => isDear('(a)\\1', 20));
  test('that changes its flags', () => isDear('(?i:a)', 20));
});

function isCheap(source: string, length: number): void {
  assert.equal(costOf(source).isCheap(length), true);
}

function isDear(source: string, length: number): void {
  assert.equal(costOf(source).isCheap(length), false);
}

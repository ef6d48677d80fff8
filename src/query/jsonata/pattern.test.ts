import { describe, test } from 'node:test';
import { gives, isRefused } from '../../../test/jsonata/expression-under-test.ts';

describe('A regular expression', () => {
  test('ends at its slash', () => gives('$contains("a/b", /a\\/b/)', true));
  test('may hold a slash in brackets', () => gives('$contains("a/b", /a[/]b/)', true));
  test('may ignore case', () => gives('$contains("AB", /ab/i)', true));
  test('is not empty', () => isRefused('//', 'S0301'));
  test('has an end', () => isRefused('$match("a", /abc', 'S0302'));
  test('is one', () => isRefused('/a{2,1}/', 'S0303'));
  test('is no book', () => isRefused(`/${'a'.repeat(20_000)}/`, 'S0303'));
});

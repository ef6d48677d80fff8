import { describe, test } from 'node:test';
import { gives, isRefused } from '../../../test/jsonata/expression-under-test.ts';

describe('A path', () => {
  test('takes text for a name', () => gives('{"a": {"b": 1}}.a."b"', 1));
  test('has no step that is a number', () => isRefused('a.1', 'S0213'));
  test('filters before it groups', () => isRefused('$x{"b": 1}[0]', 'S0209'));
  test('groups once', () => isRefused('a{b: c}{d: e}', 'S0210'));
  test('binds its item before it filters', () => isRefused('a[0]@$v', 'S0215'));
  test('binds no sorted item', () => isRefused('a^(b)@$v', 'S0216'));
  test('finds the parent of a step', () => gives('a.b.(%.c)', 1, { a: { b: 2, c: 1 } }));
  test('finds the parent of a parent', () => gives('a.b.c.(%.%.d)', 1, { a: { b: { c: 2 }, d: 1 } }));
  test('has no parent at its start', () => isRefused('%', 'S0217'));
  test('has no parent before a function', () => isRefused('$f().%', 'S0217'));
});

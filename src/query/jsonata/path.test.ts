import { describe, test } from 'node:test';
import { gives, givesNothing } from '../../../test/jsonata/expression-under-test.ts';

describe('Paths', () => {
  test('find members of members', () => gives('a.b.c', 1, { a: { b: { c: 1 } } }));
  test('go through lists', () => gives('a.b', [1, 2, 3], { a: [{ b: 1 }, { b: [2, 3] }, {}] }));
  test('that find one have found it', () => gives('a.b', 1, { a: [{ b: 1 }] }));
  test('that find a list of one have found the list', () => gives('a.b', [1], { a: { b: [1] } }));
  test('that find nothing answer nothing', () => givesNothing('a.b', { a: 1 }));
  test('keep constructed lists apart', () => gives('a.[b]', [[1], [2]], { a: [{ b: 1 }, { b: 2 }] }));
  test('know every member', () => gives('a.*', [1, 2, 3], { a: { b: 1, c: [2, 3] } }));
  test('know everything', () => gives('**.b', [1, 2], { a: { b: 1 }, c: [{ b: 2 }] }));
  test('end with an empty text that a filter at their start has left', () => gives('["", 1][0].[1]', '', {}));
  test('find nothing behind a group at their start', () => {
    givesNothing('[]{name: 1}^(>1).a', {});
    givesNothing('[1]{"a": 1}^($).a', {});
  });
  test('do not sort a text', () => gives('["ba"][0]^($).$', ['b', 'a'], {}));
  test('do not change their input', () => gives('($x := a[]; a)', [1], { a: [1] }));
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fails, gives, givesNothing } from '../../../test/jsonata/expression-under-test.ts';
import { parseJson } from '../../base/json.ts';
import { flagsOf, sequence, trimmed } from './value.ts';

const EXACT = parseJson('12345678901234567890');

describe('Values', () => {
  test('are equal member by member', () =>
    gives('{"a": [1, {"b": 2}], "c": 3} = {"c": 3, "a": [1, {"b": 2}]}', true));
  test('of different types are not equal', () => gives('1 = "1"', false));
  test('that are nothing equal nothing', () => gives('[a = a, a != a]', [false, false], {}));
  test('keep the text of their numbers', () => gives('$', EXACT, EXACT));
  test('are computed with by their number', () => gives('a + 1', 12345678901234567000, { a: EXACT }));
  test('with and without a text may be equal', () => gives('a = 1', true, { a: parseJson('1.0') }));
  test('have only members of their own', () => givesNothing('a.constructor', { a: {} }));
  test('have no members when they are numbers', () => givesNothing('a.rawJSON', { a: EXACT }));
  test('may have any member', () => gives('{"__proto__": 1}.__proto__', 1));
  test('that are infinite become text in the answer', () => gives('[1/0]', ['Infinity']));
  test('that are infinite are no operands', () => fails('1/0 + 1', 'D1001'));
  test('in a list that is trimmed are the same, and so is what the list is', () => {
    const list = trimmed(sequence(1, [2], undefined));
    assert.deepEqual([[...list], flagsOf(list)], [[1, [2], undefined], flagsOf(sequence())]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate, fails, gives } from '../../../test/query/intrinsic-under-test.ts';

describe('JsonMerge', () => {
  test('lets the second win, at the top only', () =>
    gives(
      'States.JsonMerge($.a, $.b, false)',
      { a: { x: { y: 1 }, z: 1 }, b: { x: { w: 2 } } },
      { x: { w: 2 }, z: 1 },
    ));
  test('is never deep', () => fails('States.JsonMerge($, $, true)', {}, /shallow/));
  test('takes objects', () => fails('States.JsonMerge($, $, false)', [], /must be an object, not array/));
  test('keeps __proto__ as data', () => {
    const merged = evaluate('States.JsonMerge($, $, false)', JSON.parse('{"__proto__":{"x":1}}'));
    assert.equal(JSON.stringify(merged), '{"__proto__":{"x":1}}');
  });
});

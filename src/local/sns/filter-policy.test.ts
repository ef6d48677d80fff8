import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceRefusal } from '../service/refusal.ts';
import { checkFilterPolicy, matchesAttributes, matchesBody } from './filter-policy.ts';

describe('A filter policy on attributes', () => {
  const attributes = {
    color: { type: 'String', value: 'red' },
    price: { type: 'Number', value: '100' },
    sizes: { type: 'String.Array', value: '["S","M",true]' },
  };
  const takes = (policy: object) => matchesAttributes(read(policy), attributes);

  test('wants one value of each key', () => {
    assert.equal(takes({ color: ['blue', 'red'], price: [100] }), true);
    assert.equal(takes({ color: ['red'], price: [99] }), false);
    assert.equal(takes({ sizes: ['M'] }), true);
    assert.equal(takes({ toString: ['x'] }), false);
    assert.equal(takes({}), true);
  });

  test('knows whether an attribute is there', () => {
    assert.equal(takes({ color: [{ exists: true }], shape: [{ exists: false }] }), true);
    assert.equal(takes({ color: [{ exists: false }] }), false);
    assert.equal(takes({ shape: [{ 'anything-but': ['x'] }] }), false);
  });

  test('compares texts', () => {
    assert.equal(takes({ color: [{ prefix: 're' }] }), true);
    assert.equal(takes({ color: [{ suffix: 'blue' }, { suffix: 'ed' }] }), true);
    assert.equal(takes({ color: [{ 'equals-ignore-case': 'RED' }] }), true);
    assert.equal(takes({ price: [{ prefix: '1' }] }), false);
    for (const [pattern, is] of [
      ['r*d', true],
      ['*e*', true],
      ['red', true],
      ['r*x', false],
      ['re*ed', false],
    ]) {
      assert.equal(takes({ color: [{ wildcard: pattern }] }), is, String(pattern));
    }
  });

  test('excludes', () => {
    assert.equal(takes({ color: [{ 'anything-but': ['blue'] }] }), true);
    assert.equal(takes({ color: [{ 'anything-but': 'red' }] }), false);
    assert.equal(takes({ color: [{ 'anything-but': { prefix: 're' } }] }), false);
  });

  test('compares numbers', () => {
    assert.equal(takes({ price: [{ numeric: ['>', 0, '<=', 100] }] }), true);
    assert.equal(takes({ price: [{ numeric: ['<', 100] }] }), false);
    assert.equal(takes({ color: [{ numeric: ['>', 0] }] }), false);
  });

  test('has alternatives', () => {
    assert.equal(takes({ $or: [{ color: ['blue'] }, { price: [100] }] }), true);
    assert.equal(takes({ $or: [{ color: ['blue'] }, { price: [1] }] }), false);
  });
});

describe('A filter policy on the body', () => {
  test('goes into objects and lists', () => {
    const body = '{"a":{"b":[{"c":1},{"c":2}]},"d":null}';
    assert.equal(matchesBody(read({ a: { b: { c: [2] } } }), body), true);
    assert.equal(matchesBody(read({ a: { b: { c: [3] } } }), body), false);
    assert.equal(matchesBody(read({ d: [null] }), body), true);
  });

  test('takes nothing that is no JSON object', () => {
    assert.equal(matchesBody(read({ a: ['x'] }), 'text'), false);
    assert.equal(matchesBody({}, '[]'), false);
  });
});

describe('A filter policy that cannot be', () => {
  test('is refused', () => {
    const wrong: [unknown, boolean][] = [
      ['{', true],
      [[], true],
      [{ a: 'x' }, true],
      [{ a: [] }, true],
      [{ a: [['x']] }, true],
      [{ a: { b: ['x'] } }, false],
      [{ a: [{ cidr: '10.0.0.0/8' }] }, true],
      [{ a: [{ constructor: 'x' }] }, true],
      [{ a: [{ numeric: ['>'] }] }, true],
      [{ a: [{ prefix: 1 }] }, true],
      [{ a: [{ 'anything-but': { numeric: ['=', 1] } }] }, true],
      [Object.fromEntries([...'abcdef'].map((key) => [key, ['x']])), true],
      [{ a: Array.from({ length: 151 }, (_, i) => i) }, true],
    ];
    for (const [policy, isOfBody] of wrong) {
      const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
      assert.throws(() => checkFilterPolicy(text, { isOfBody }), ServiceRefusal, text);
    }
  });
});

function read(policy: object) {
  return checkFilterPolicy(JSON.stringify(policy), { isOfBody: true });
}

import { describe, test } from 'node:test';
import { fails, gives, givesNothing } from '../../../../test/jsonata/expression-under-test.ts';

describe('Functions of objects', () => {
  test('know the keys', () =>
    gives('[[$keys({"a": 1, "b": 2})], [$keys([{"a": 1}, {"b": 2, "a": 3}])]]', [
      ['a', 'b'],
      ['a', 'b'],
    ]));
  test('spread', () => gives('$spread({"a": 1, "b": 2})', [{ a: 1 }, { b: 2 }]));
  test('merge', () => gives('$merge([{"a": 1}, {"a": 2, "__proto__": 3}]).[a, __proto__]', [2, 3]));
  test('know types', () =>
    gives('[null, 1, "", true, [], {}, $sum].$type($)', [
      'null',
      'number',
      'string',
      'boolean',
      'array',
      'object',
      'function',
    ]));
  test('fail', () => fails('$error("mine")', 'D3137'));
  test('assert', () => fails('$assert(false, "mine")', 'D3141'));
  test('assert what is so', () => givesNothing('$assert(true)'));
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Meter } from './meter.ts';
import { callMethod } from './methods.ts';
import type { Value } from './value.ts';

describe("A method of Java's", () => {
  test('works on text', () => {
    const results = [
      call('abc', 'substring', 1),
      call('abc', 'substring', 0, 2),
      call('a.b', 'split', '\\.'),
      call('a.b', 'replace', '.', '$&'),
      call('aXbX', 'replaceFirst', '(X)', '<$1>'),
      call('ab', 'replaceAll', 'a', '\\$1'),
      call('Ab', 'equalsIgnoreCase', 'aB'),
      call('12', 'parseInt', '7'),
    ];
    assert.deepEqual(results, ['bc', 'ab', ['a', 'b'], 'a$&b', 'a<X>bX', '$1b', true, 7]);
  });

  test('replaces without the signs that are only JavaScript’s', () => {
    assert.equal(call('abc', 'replaceAll', 'b', "[$&$`$']"), "a[$&$`$']c");
  });

  test('works on lists and maps', () => {
    assert.deepEqual(call([1, 'a'], 'contains', 'a'), true);
    assert.deepEqual(call({ a: 1 }, 'getOrDefault', 'b', 2), 2);
    assert.deepEqual(call({ a: 1 }, 'containsValue', 1), true);
    assert.deepEqual(call([1], 'set', 5, 2), undefined);
  });

  test('that is none answers nothing', () => {
    for (const on of ['a', 1, true, null, undefined, [], {}]) {
      assert.equal(call(on, 'constructor'), undefined);
      assert.equal(call(on, '__defineGetter__', 'a'), undefined);
    }
  });
});

function call(on: Value, name: string, ...args: Value[]): Value {
  return callMethod(on, name, args, new Meter(() => 0));
}

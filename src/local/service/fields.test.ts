import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Json, type JsonObject, parseJson } from '../../base/json.ts';
import { entriesIn, jsonOf, listIn, objectIn, textIn, textsIn, wholeIn } from './fields.ts';
import { ServiceRefusal } from './refusal.ts';

describe('Fields of an input', () => {
  test('are read by their type', () => {
    assert.equal(textIn({ a: 'x' }, 'a'), 'x');
    assert.deepEqual([wholeIn({ a: 3 }, 'a'), wholeIn({ a: '-3' }, 'a')], [3, -3]);
    assert.deepEqual(listIn({ a: [1] }, 'a'), [1]);
    assert.deepEqual(textsIn({ a: ['x'] }, 'a'), ['x']);
    assert.deepEqual(objectIn({ a: { b: 1 } }, 'a'), { b: 1 });
    assert.deepEqual(entriesIn({ a: { b: 'x' } }, 'a'), [['b', 'x']]);
  });

  test('that are absent, null or inherited are not there', () => {
    for (const read of READERS) {
      assert.equal(read({}, 'toString'), undefined);
      assert.equal(read({ a: null }, 'a'), undefined);
    }
  });

  test('that hold JSON are read, or are none', () => {
    assert.deepEqual([jsonOf('{"a":1}'), jsonOf('{')], [{ a: 1 }, undefined]);
  });

  test('of another type are refused', () => {
    const wrong: [(typeof READERS)[number], Json][] = [
      [textIn, 1],
      [wholeIn, '1x'],
      [wholeIn, 1.5],
      [wholeIn, parseJson('99999999999999999999')],
      [listIn, {}],
      [textsIn, [1]],
      [objectIn, []],
      [entriesIn, { b: 1 }],
    ];
    for (const [read, value] of wrong) assert.throws(() => read({ a: value }, 'a'), ServiceRefusal);
  });
});

const READERS: readonly ((input: JsonObject, name: string) => unknown)[] = [
  ...[textIn, wholeIn, listIn, textsIn, objectIn, entriesIn],
];

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { flagsOf, listOf, numberOf, present, requiredText, textOf, textsOf } from './input.ts';

describe('An input', () => {
  test('is read by the types of its members', () => {
    const input = {
      text: 'a',
      number: 1,
      list: ['x'],
      texts: JSON.parse('{"__proto__":"b"}'),
      flags: { c: true },
    };
    assert.deepEqual(
      [textOf(input, 'text'), numberOf(input, 'number'), listOf(input, 'list')],
      ['a', 1, ['x']],
    );
    assert.deepEqual(Object.entries(textsOf(input, 'texts') ?? {}), [['__proto__', 'b']]);
    assert.deepEqual([flagsOf(input, 'flags'), textOf(input, 'constructor')], [{ c: true }, undefined]);
  });

  test('is refused when a member has another type', () => {
    const input = { one: [] };
    for (const read of [textOf, numberOf, textsOf, requiredText])
      assert.throws(() => read(input, 'one'), { code: 'BadRequestException' });
    assert.throws(() => requiredText(input, 'none'), /'none' is missing/);
  });

  test('leaves out what is not there', () => {
    assert.deepEqual(Object.keys(present({ a: 1, b: undefined })), ['a']);
  });
});

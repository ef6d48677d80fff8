import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseOwnJson } from './json.ts';
import { EMPTY_OBJECT, Payload } from './payload.ts';

describe('A payload', () => {
  test('from text keeps the text', () => {
    assert.equal(Payload.fromText('{ "a" : 0.0 }').text, '{ "a" : 0.0 }');
  });

  test('from a value has its text', () => {
    assert.equal(Payload.fromValue({ a: [1, null] }).text, '{"a":[1,null]}');
  });

  test('from a number has the text that JSON has for it', () => {
    const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e21, 1e-7, Number.NaN));
    fc.assert(
      fc.property(numbers, (value) => assert.equal(Payload.fromValue(value).text, JSON.stringify(value))),
    );
  });

  test('from numbers with names, or almost, has the text that JSON has for them', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('n', '"', '\\', '\n', '\x7f', '\ud800', '__proto__', '1'),
    );
    const members = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.constantFrom(-0, Number.NaN, null, 'a', parseOwnJson('1.0')),
    );
    fc.assert(
      fc.property(fc.dictionary(names, members, { maxKeys: 6 }), (value) =>
        assert.equal(Payload.fromValue(value).text, JSON.stringify(value)),
      ),
      { numRuns: 2000 },
    );
    assert.equal(Payload.fromValue(parseOwnJson('1.0')).text, '1.0');
  });

  test('from payloads is the array of their values', () => {
    const items = [Payload.fromText(' 1.0'), Payload.fromValue('a')];
    assert.equal(Payload.fromItems(items).text, '[1.0,"a"]');
  });

  test('is the same value each time it is asked', () => {
    const payload = Payload.fromText('{"a":1}');
    assert.equal(payload.value, payload.value);
  });

  test('has its own value, and no equal one', () => {
    const payload = Payload.fromText('{"a":1}');
    assert.deepEqual([payload.has(payload.value), payload.has({ a: 1 })], [true, false]);
  });

  test('may be null', () => {
    const payload = Payload.fromText('null');
    assert.deepEqual([payload.value, payload.has(null)], [null, true]);
  });

  test('is counted in bytes of UTF-8, a lone surrogate as 3', () => {
    const counts = ['"a"', '"ä"', '"\u{1f600}"', '"\ud800"'].map((text) => Payload.fromText(text).bytes);
    assert.deepEqual(counts, [3, 4, 6, 5]);
  });

  test('nested too deeply to be printed is an error of the workflow', () => {
    const deep = parseOwnJson(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    assert.throws(() => Payload.fromValue(deep).text, { name: 'StateError', error: 'States.Runtime' });
  });

  test('of nothing is an empty object', () => {
    assert.deepEqual([EMPTY_OBJECT.text, EMPTY_OBJECT.value, EMPTY_OBJECT.bytes], ['{}', {}, 2]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../base/json.ts';
import { compilePath, InvalidPath } from './path.ts';
import { compileReferencePath } from './reference-path.ts';

describe('A Reference Path', () => {
  test('writes into a copy', () => {
    const target = { a: { b: 1 }, c: [] };
    assert.deepEqual(write('$.a.x', target, 2), { a: { b: 1, x: 2 }, c: [] });
    assert.deepEqual(target, { a: { b: 1 }, c: [] });
  });

  test('makes the objects on its way', () => assert.deepEqual(write('$.a.b', {}, 1), { a: { b: 1 } }));

  test('replaces everything when it is the root', () => assert.equal(write('$', { a: 1 }, 2), 2));

  test('replaces an item that is there', () =>
    assert.deepEqual(write('$.a[1].x', { a: [1, {}] }, 2), { a: [1, { x: 2 }] }));

  test('fails where nothing can be put', () => {
    for (const [text, target] of [
      ['$.a', 'text'],
      ['$.a', null],
      ['$.a.b', { a: [] }],
      ['$.a[1]', { a: [0] }],
      ['$.a[0]', {}],
    ] as const) {
      assert.throws(() => write(text, target, 1), { error: 'States.ResultPathMatchFailure' }, text);
    }
  });

  test('is no other path', () => {
    for (const text of [
      '$$.a',
      '$var',
      '$..a',
      '$.a[*]',
      "$['a','b']",
      '$.a.length()',
      '$.a?',
      'a',
      '$.a[0:1]',
    ]) {
      assert.throws(() => compileReferencePath(text), InvalidPath, text);
    }
  });

  test('never touches a prototype', () => {
    const written = write('$.__proto__.x', {}, 1);
    assert.equal(JSON.stringify(written), '{"__proto__":{"x":1}}');
    assert.equal(
      JSON.stringify(write('$.constructor.prototype.x', {}, 1)),
      '{"constructor":{"prototype":{"x":1}}}',
    );
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
  });

  test('reads what it has written', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), fc.jsonValue(), (names, value) => {
        const text = `$${names.map((name) => `['${name.replace(/[\\']/g, '\\$&')}']`).join('')}`;
        // fast-check's JsonValue has mutable arrays only; every one of its values is Json.
        const json = value as Json;
        assert.deepEqual(compilePath(text).find(write(text, {}, json), scope), json);
      }),
      { numRuns: 200 },
    );
  });
});

const scope = {
  input: null,
  context: () => ({}),
  variable: () => undefined,
  now: 0,
  elapsedMs: () => 0,
  entropy: { random: () => 0, uuid: () => '' },
};

function write(text: string, target: Json, value: Json): Json {
  return compileReferencePath(text).write(target, value);
}

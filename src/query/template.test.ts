import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../base/json.ts';
import { compileReference, compileTemplate, InvalidTemplate } from './template.ts';

describe('A payload template', () => {
  test('fills in paths and calls at any depth', () => {
    gives(
      { 'a.$': '$.x', b: [{ 'c.$': "States.Format('{}', $.x)" }], d: '$.x' },
      { x: 1 },
      { a: 1, b: [{ c: '1' }], d: '$.x' },
    );
  });

  test('reads the context object and variables', () =>
    gives({ 'a.$': '$$.id', 'b.$': '$v' }, {}, { a: 'ctx', b: 'var' }));

  test('reads an index past the end as null', () => gives({ 'a.$': '$.list[5]' }, { list: [] }, { a: null }));

  test('keeps the order of its keys', () => {
    assert.equal(JSON.stringify(fill({ b: 1, 'a.$': '$', c: 2 }, 0)), '{"b":1,"a":0,"c":2}');
  });

  test('without references is the same object every time', () => {
    const template = { a: [{ b: 1 }] };
    assert.equal(fill(template, {}), template);
  });

  test('fails with the path, the field and the input', () => {
    const message =
      "The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{\"y\":0}'";
    assert.throws(() => fill({ deep: { 'value.$': '$.x' } }, { y: 0 }), { error: 'States.Runtime', message });
  });

  test('takes only paths and calls under .$', () => {
    for (const value of ['text', 1, null, {}, '$.', 'States.Nope()'])
      invalid({ a: [{ 'x.$': value }] }, 'x.$');
  });

  test('takes a key once', () => invalid({ x: 1, 'x.$': '$' }, 'x.$'));

  test('keeps __proto__ as data', () => {
    const template = JSON.parse('{"__proto__":{"x.$":"$"},"constructor.$":"$"}');
    assert.equal(JSON.stringify(fill(template, 1)), '{"__proto__":{"x":1},"constructor":1}');
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
  });

  test('is bounded in size', () => {
    const keys = Array.from({ length: 200 }, (_key, i) => [`k${i}.$`, '$']);
    assert.throws(() => fill(Object.fromEntries(keys), 'x'.repeat(100_000)), { error: 'States.Runtime' });
  });

  test('copies any data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // fast-check's JsonValue has mutable arrays only; every one of its values is Json.
        const json = value as Json;
        assert.deepEqual(fill({ 'a.$': '$', b: 1 }, json), { a: json, b: 1 });
      }),
      { numRuns: 100 },
    );
  });
});

describe('A reference', () => {
  test('is a path or a call', () => {
    assert.equal(compileReference('$.Error', 'ErrorPath')({ Error: 'E' }, scope), 'E');
    assert.equal(compileReference("States.Format('{}!', $.Error)", 'ErrorPath')({ Error: 'E' }, scope), 'E!');
  });

  test('names its field when it finds nothing', () => {
    const message =
      "The JSONPath '$.ErrorX' specified for the field 'ErrorPath' could not be found in the input '{}'";
    assert.throws(() => compileReference('$.ErrorX', 'ErrorPath')({}, scope), {
      error: 'States.Runtime',
      message,
    });
  });
});

const scope = {
  input: null,
  context: () => ({ id: 'ctx' }),
  variable: () => 'var',
  now: 0,
  elapsedMs: () => 0,
  entropy: { random: () => 0, uuid: () => '' },
};

function fill(template: Json, input: Json): Json {
  return compileTemplate(template)(input, scope);
}

function gives(template: Json, input: Json, expected: Json): void {
  assert.deepEqual(fill(template, input), expected);
}

function invalid(template: Json, field: string): void {
  const message = `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`;
  assert.throws(
    () => compileTemplate(template),
    (error) => error instanceof InvalidTemplate && error.field === field && error.message === message,
  );
}

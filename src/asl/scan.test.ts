import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { findOddities, positionOf, positionsOf } from './scan.ts';

describe('Scan of a definition', () => {
  test('finds a name that an object gives twice', () => {
    duplicates('{"a":1,"b":{"a":1},"a":2}', [['a']]);
    duplicates('{"x":[{},{"y":1,"y":2}]}', [['x', 1, 'y']]);
  });

  test('compares names as they are meant, not as they are written', () => {
    duplicates('{"a":1,"\\u0061":2}', [['a']]);
  });

  test('takes values, and names of other objects, for no duplicates', () => {
    duplicates('{"a":"a","b":["a","a"],"c":{"a":{"a":1}}}', []);
  });

  test('finds __proto__ given twice', () => {
    duplicates('{"__proto__":1,"__proto__":2}', [['__proto__']]);
  });

  test('says that 501 levels are too deep and 500 are not', () => {
    assert.equal(findOddities(nested(500)).isTooDeep, false);
    assert.equal(findOddities(nested(501)).isTooDeep, true);
  });

  test('survives a megabyte of brackets', () => {
    assert.equal(findOddities('['.repeat(1_000_000)).isTooDeep, true);
  });

  test('finds no duplicates in what JSON.stringify prints', () => {
    fc.assert(fc.property(fc.json(), (text) => findOddities(text).duplicates.length === 0));
  });

  test('points at the name of a member and at an element itself', () => {
    pointsAt('{"a": {"b": [1, {"c": 2}]}}', ['a', 'b', 1, 'c'], '"c": 2');
    pointsAt('{"a": {"b": [1, "x"]}}', ['a', 'b', 1], '"x"');
  });

  test('is not led astray by brackets and commas in strings', () => {
    pointsAt('{"a,}": "]},{", "b": ["\\"]", 7]}', ['b', 1], '7]');
  });

  test('points at the last of two members of the same name', () => {
    pointsAt('{"a": 1, "a": {"b": 2}}', ['a', 'b'], '"b"');
  });

  test('points at the nearest holder of what is not there', () => {
    pointsAt('{"a": {"b": 1}}', ['a', 'x'], '"a"');
    pointsAt(' {}', ['a'], '{}');
  });

  test('marks many places in one pass', () => {
    const text = `[${'{"a":1},\n'.repeat(20_000)}0]`;
    const paths = Array.from({ length: 20_000 }, (_, index) => [index, 'a']);
    const start = performance.now();
    assert.deepEqual(positionsOf(text, paths).at(-1), { line: 20_000, column: 2 });
    assert.ok(performance.now() - start < 1000);
  });

  test('counts lines and columns from 1', () => {
    assert.deepEqual(positionOf('{\n  "a": 1\n}', 4), { line: 2, column: 3 });
    assert.deepEqual(positionOf('{}', 0), { line: 1, column: 1 });
  });
});

function duplicates(text: string, expected: readonly (readonly (string | number)[])[]): void {
  assert.deepEqual(findOddities(text).duplicates, expected);
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function pointsAt(text: string, path: readonly (string | number)[], expected: string): void {
  const [position] = positionsOf(text, [path]);
  const rest = text.slice((position?.column ?? 0) - 1);
  assert.ok(position?.line === 1 && rest.startsWith(expected), rest);
}

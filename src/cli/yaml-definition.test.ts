import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { definitionFromYaml, type Position } from './yaml-definition.ts';

describe('A definition in YAML', () => {
  test('is the JSON that means the same', () => {
    means('StartAt: A\nStates:\n  A: {Type: Succeed}', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
  });

  test('keeps the order of its keys, also of those that look like numbers', () => {
    assert.equal(textOf('b: 1\n2: x\n1: y').replaceAll('\n', ''), '{"b":1,"2":"x","1":"y"}');
  });

  test('keeps numbers as they were written', () => {
    assert.equal(
      textOf('[1.0, 1.10, 12345678901234567890, -0, 1e3]').replaceAll('\n', ''),
      '[1.0,1.10,12345678901234567890,-0,1e3]',
    );
  });

  test('turns numbers that JSON cannot write into those that it can', () => {
    assert.equal(textOf('[0x10, 0o7, +5]').replaceAll('\n', ''), '[16,7,5]');
  });

  test('leaves dates, yes and no as text', () => {
    means('[2026-01-01, yes, no, ~, true]', ['2026-01-01', 'yes', 'no', null, true]);
  });

  test('may repeat a part by alias', () => {
    means('a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } });
  });

  test('may have a key that JavaScript gives a meaning', () => {
    assert.equal(textOf('__proto__: 1'), '{"__proto__":1}');
  });

  test('may be empty', () => {
    assert.equal(textOf(''), 'null');
  });

  test('is refused when a key stands twice', () => {
    isRefused('a: 1\na: 2', { line: 2, column: 1 }, /unique/);
  });

  test('is refused with the place of a mistake', () => {
    isRefused('a:\n  - b\n c: 1', { line: 3, column: 1 }, /./);
  });

  test('is refused when a number is none in JSON', () => {
    isRefused('a: .inf', { line: 1, column: 4 }, /no JSON number/);
  });

  test('is refused when a key is no text', () => {
    isRefused('? [1]\n: 2', { line: 1, column: 3 }, /a key must be a string/);
  });

  test('is refused when it has a tag that means nothing here', () => {
    isRefused('a: !Sub x', { line: 1, column: 4 }, /tag/i);
  });

  test('is refused when aliases stand for a text without end', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`)}]`);
    isRefused(['a0: &a0 lol', ...lines].join('\n'), undefined, /longer than|alias/);
  });

  test('is refused when an alias stands for nothing', () => {
    isRefused('a: *b', { line: 1, column: 4 }, /no &b stands above/);
  });

  test('is refused when an alias holds itself', () => {
    isRefused('&a [*a]', undefined, /nested deeper/);
  });
});

describe('A place in the JSON text', () => {
  const yaml = 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n';

  test('leads back to the value', () => {
    leadsBack(yaml, '"Pass"', { line: 4, column: 11 });
  });

  test('leads back to the key', () => {
    leadsBack(yaml, '"Next"', { line: 5, column: 5 });
  });

  test('leads back to the state', () => {
    leadsBack(yaml, '{"Type"', { line: 4, column: 5 });
  });
});

function textOf(yaml: string): string {
  const result = definitionFromYaml(yaml);
  assert.ok('text' in result, JSON.stringify(result));
  return result.text;
}

function means(yaml: string, value: unknown): void {
  assert.deepEqual(JSON.parse(textOf(yaml)), value);
}

function isRefused(yaml: string, position: Position | undefined, message: RegExp): void {
  const result = definitionFromYaml(yaml);
  assert.ok('problem' in result, 'accepted');
  assert.match(result.problem.message, message);
  if (position !== undefined) assert.deepEqual(result.problem.position, position);
}

function leadsBack(yaml: string, piece: string, position: Position): void {
  const result = definitionFromYaml(yaml);
  assert.ok('text' in result);
  const before = result.text.slice(0, result.text.indexOf(piece)).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  assert.deepEqual(result.positionOf(place), position);
}

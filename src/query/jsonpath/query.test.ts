import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { Cursor } from './cursor.ts';
import { parseTokens } from './parse.ts';
import { compileQuery } from './query.ts';
import { newRun } from './run.ts';

describe('A query', () => {
  test('with a slice takes its positions', () => {
    finds('[1:3]', [0, 1, 2, 3], [1, 2]);
    finds('[-2:]', [0, 1, 2], [1, 2]);
    finds('[-9:]', [0, 1], [0, 1]);
    finds('[-2000000000:1]', [7], [7, 7]);
    finds('[:-1]', [0, 1, 2], [0, 1]);
    finds('[-4:1]', [2, 4], [2, 4, 2]);
  });

  test('with several indexes repeats and skips', () => finds('[0,0,9]', ['a'], ['a', 'a']));

  test('with several names at the end merges them', () => {
    finds("['a','c']", { a: 1, b: 2 }, { a: 1 });
    finds("[*]['a','b'].x", [{ a: { x: 1 }, b: { x: 2 } }], [1, 2]);
  });

  test('with a wildcard takes every child', () => {
    finds('[*]', { a: 1, b: [2] }, [1, [2]]);
    finds('.*', 'text', []);
  });

  test('with a scan applies the next step to every container, outermost first', () => {
    finds('..a', { a: { a: 1 }, b: [{ a: 2 }] }, [{ a: 1 }, 1, 2]);
    finds('..[0]', [[1, 2], 3], [[1, 2], 1]);
    finds('..*', [[0], [1]], [[0], [1], 0, 1]);
  });

  test('skips what does not fit after an operator', () => finds('[*].a', [{ a: 1 }, 'text', { b: 1 }], [1]));

  test('finds nothing when an operator cannot be applied', () => {
    finds('[0:1]', { a: 1 }, undefined);
    finds('.a[?(@.b)]', { a: 1 }, undefined);
  });

  test('keeps a property called __proto__ as data', () => {
    const document = JSON.parse('{"__proto__":{"x":1},"a":2}');
    const found = find("['__proto__','a']", document);
    assert.equal(JSON.stringify(found), '{"__proto__":{"x":1},"a":2}');
  });

  test('is bounded in visits, matches and depth', () => {
    const wide = Array.from({ length: 2000 }, (_item, i) => ({ a: i }));
    fails(
      '[?(@.a in $..a)]',
      Array.from({ length: 9000 }, () => ({ a: 1 })),
      /more than 5000000 values/,
    );
    fails('[?(@ =~ /.*a.*a.*b/)]', ['a'.repeat(900)], /more than 5000000 values/);
    fails('..*..*..*', nested(400), /finds more than 262144 values/);
    fails('..*', nested(1100), /deeper than 1000 levels/);
    assert.equal(lengthOf(find('..*', nested(500))), 500);
    assert.equal(lengthOf(find('..*', wide)), 4000);
  });

  test('fails at a script', () => fails('[(@.length-1)]', [1], /script/));
});

const CLOCK = { elapsedMs: () => 0 };

function find(text: string, document: Json): Json | undefined {
  return compileQuery(parseTokens(new Cursor(text), 0))(document, newRun(`$${text}`, document, CLOCK));
}

function finds(text: string, document: Json, expected: Json | undefined): void {
  assert.deepEqual(find(text, document), expected);
}

function fails(text: string, document: Json, message: RegExp): void {
  assert.throws(() => find(text, document), { error: 'States.Runtime', message });
}

function nested(levels: number): Json {
  let value: Json = 1;
  for (let i = 0; i < levels; i++) value = { a: value };
  return value;
}

function lengthOf(value: Json | undefined): number {
  return Array.isArray(value) ? value.length : -1;
}

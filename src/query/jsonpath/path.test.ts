import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Json, parseJson } from '../../base/json.ts';
import type { Scope } from '../language.ts';
import { compilePath, InvalidPath, readPath, variablesOf } from './path.ts';

describe('A path', () => {
  test('reads the input, the context object or a variable', () => {
    finds('$.a', { a: 1 }, 1);
    finds('$$.Execution.Id', {}, 'arn');
    finds('$order.items[1]', {}, 'b');
  });

  test('is the root alone', () => {
    finds('$', { a: 1 }, { a: 1 });
    finds('$$', {}, { Execution: { Id: 'arn' } });
  });

  test('may have blanks around it', () => finds(' $.a ', { a: 1 }, 1));

  test('takes escaped and quoted names', () => {
    finds('$.a\\.b', { 'a.b': 1 }, 1);
    finds('$.\\stor\\e', { store: 1 }, 1);
    finds("$['it\\'s']['\\u0041']", { "it's": { A: 1 } }, 1);
  });

  test('counts a negative index from the end', () => finds('$[-1]', [1, 2], 2));

  test('sees own members only', () => {
    finds('$.__proto__.x', {}, undefined);
    finds('$.constructor', {}, undefined);
    finds('$.a.rawJSON', parseJson('{"a":1.0}'), undefined);
    finds('$.length', [1], undefined);
    finds('$.__proto__.x', JSON.parse('{"__proto__":{"x":1}}'), 1);
  });

  test('knows what it is', () => {
    is('$.a[0]', { isDefinite: true, isReference: true });
    is("$['a','b']", { isDefinite: true, isReference: false });
    is('$.a*', { isDefinite: true, isReference: false });
    is("$['a*']", { isDefinite: true, isReference: true });
    is('$..a', { isDefinite: false, isReference: false });
  });

  test('names its variable', () => {
    assert.deepEqual(variablesOf(compilePath('$order.items')), ['order']);
    assert.deepEqual(variablesOf(compilePath('$.order')), []);
  });

  test('must be one', () => {
    for (const text of [
      '',
      'a',
      '.a',
      '@.a',
      '$.',
      '$..',
      '$...a',
      '$.a b',
      '$$a',
      '$a-b',
      '$[',
      "$['a'",
      '$[a]',
      '$[:]',
    ]) {
      assert.throws(() => compilePath(text), InvalidPath, text);
    }
  });
});

describe('A miss', () => {
  test('at the last name has no results', () => misses('$.NoSuch', {}, "No results for path: $['NoSuch']"));

  test('before the last name has a missing property', () => {
    misses('$.no.such', {}, "Missing property in path $['no']");
    misses('$.a.no.such', { a: {} }, "Missing property in path $['a']['no']");
  });

  test('in what is no object names its Java class', () => {
    misses(
      '$.a.b',
      { a: 'text' },
      /^Expected to find an object with property \['b'\] in path \$\['a'\] but found 'java.lang.String'/,
    );
  });

  test('in what is no list shows it as Java does', () => {
    misses(
      '$[0].x',
      { a: [1, null] },
      "Filter: [0]['x'] can only be applied to arrays. Current context is: {a=[1, null]}",
    );
  });

  test('past the end of a list is told apart', () => {
    assert.ok(compilePath('$.a[5].b').missesPastEnd({ a: [] }, scope));
    assert.ok(!compilePath('$.b').missesPastEnd({ a: [] }, scope));
  });

  test('before an operator is the empty list', () => finds('$.no.such[*].x', {}, []));

  test('of a variable says so', () => misses('$nobody.x', {}, 'the variable has no value'));
});

const scope: Scope = {
  input: null,
  context: () => ({ Execution: { Id: 'arn' } }),
  variable: (name) => (name === 'order' ? { items: ['a', 'b'] } : undefined),
  now: 0,
  elapsedMs: () => 0,
  entropy: { random: () => 0, uuid: () => '' },
};

function finds(text: string, input: Json, expected: Json | undefined): void {
  assert.deepEqual(compilePath(text).find(input, scope), expected);
}

function is(text: string, expected: { isDefinite: boolean; isReference: boolean }): void {
  const { isDefinite, isReference } = compilePath(text);
  assert.deepEqual({ isDefinite, isReference }, expected);
}

function misses(text: string, input: Json, reason: string | RegExp): void {
  const path = compilePath(text);
  if (typeof reason === 'string') assert.equal(path.missReason(input, scope), reason);
  else assert.match(path.missReason(input, scope), reason);
  const message = `Invalid path '${text}' : ${path.missReason(input, scope)}`;
  assert.throws(() => readPath(path, input, scope), { error: 'States.Runtime', message });
}

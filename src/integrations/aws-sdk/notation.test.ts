import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Member, readMembers, type Type } from './notation.ts';
import { SDK_SERVICES } from './sdk-services.ts';

describe('Members of a structure', () => {
  test('stand in the body, the path, the query, headers or the status', () => {
    reads('A b Sdk=wire A/ B?x C^X-C D*x-d- E%:n F!root', [
      ['A', 'A', 'body'],
      ['B', 'b', 'body'],
      ['Sdk', 'wire', 'body'],
      ['A', 'A', 'uri'],
      ['B', 'x', 'query'],
      ['C', 'X-C', 'header'],
      ['D', 'x-d-', 'headers'],
      ['E', 'E', 'status'],
      ['F', 'root', 'payload'],
    ]);
  });

  test('have plain types', () => {
    const kinds = typesOf('A B:n C:b D:x E:d F:t G:ti').map(({ kind }) => kind);
    assert.deepEqual(kinds, ['text', 'number', 'boolean', 'blob', 'document', 'moment', 'moment']);
    assert.partialDeepStrictEqual(typesOf('A:th B:te'), [{ format: 'http' }, { format: 'seconds' }]);
  });

  test('are lists and maps, framed or flat, of anything', () => {
    assert.deepEqual(typesOf('A[] B[~x:n] C<,> D<~K,V[]>'), [
      { kind: 'list', item: TEXT, itemName: 'member', isFlat: false },
      { kind: 'list', item: { kind: 'number' }, itemName: 'x', isFlat: true },
      { kind: 'map', of: TEXT, keyName: 'key', valueName: 'value', isFlat: false },
      {
        ...{ kind: 'map', keyName: 'K', valueName: 'V', isFlat: true },
        of: { kind: 'list', item: TEXT, itemName: 'member', isFlat: false },
      },
    ]);
  });

  test('are structures, also such that hold themselves', () => {
    const [type] = typesOf('A{b C[:Tree]}');
    assert.ok(type?.kind === 'structure');
    const [, list] = type.members();
    assert.ok(list?.type.kind === 'list' && list.type.item.kind === 'structure');
    assert.deepEqual(
      list.type.item.members().map(({ name }) => name),
      ['Leaf', 'Trees'],
    );
  });

  test('that cannot be read are said to be', () => {
    for (const text of ['A[', 'A<x>', 'A{b', 'A:Missing', 'A]'])
      assert.throws(() => readMembers(text, FACTS), SyntaxError);
  });

  test('can be read for every operation of every service', async () => {
    for (const [name, { load }] of Object.entries(SDK_SERVICES)) {
      const { SERVICE: facts } = await load();
      const texts = Object.values(facts.operations).flatMap(([, input = '', output = '']) => [input, output]);
      for (const text of [...texts, ...Object.values(facts.structures)])
        assert.doesNotThrow(() => readMembers(text, facts), `${name}: ${text}`);
    }
  });
});

const TEXT: Type = { kind: 'text' };
const FACTS = { structures: { Tree: 'Leaf Trees[:Tree]' } };

function reads(text: string, expected: readonly (readonly [string, string, Member['place']])[]): void {
  const members = readMembers(text, FACTS).map(({ name, wire, place }) => [name, wire, place]);
  assert.deepEqual(members, expected);
}

function typesOf(text: string): Type[] {
  return readMembers(text, FACTS).map(({ type }) => type);
}

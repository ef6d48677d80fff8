import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { readXml } from '../../base/xml-reader.ts';
import { readMembers } from './notation.ts';
import { readXmlMembers, writeXml } from './wire-xml.ts';

describe('XML', () => {
  test('holds plain members, escaped', () => {
    isBothWays(
      'A N:n B:b',
      { A: '<&">\r', N: 1.5, B: true },
      '<A>&#60;&#38;&#34;&#62;&#13;</A><N>1.5</N><B>true</B>',
    );
  });

  test('holds moments as ISO 8601', () => {
    isBothWays('At:t', { At: '2026-01-01T12:00:00.500Z' }, '<At>2026-01-01T12:00:00.500Z</At>');
    assert.deepEqual(read('At:t', '<At>never</At>'), { At: 'never' });
  });

  test('holds bytes as base64 of JSON', () => {
    assert.equal(written('X:x', { X: { a: 1 } }), '<R><X>eyJhIjoxfQ==</X></R>');
    assert.deepEqual(read('X:x', '<X>eyJhIjoxfQ==</X>'), { X: '{"a":1}' });
  });

  test('holds lists, framed and flat', () => {
    isBothWays('L[]', { L: ['a', 'b'] }, '<L><member>a</member><member>b</member></L>');
    isBothWays('Ls=L[~{A}]', { Ls: [{ A: 'a' }, { A: 'b' }] }, '<L><A>a</A></L><L><A>b</A></L>');
    isBothWays('L[i:n]', { L: [] }, '<L></L>');
  });

  test('holds maps, framed and flat, with any key', () => {
    const M = JSON.parse('{"__proto__":"v"}');
    isBothWays('M<,>', { M }, '<M><entry><key>__proto__</key><value>v</value></entry></M>');
    isBothWays('M<~K,V:n>', { M: { k: 1 } }, '<M><K>k</K><V>1</V></M>');
  });

  test('that has something else, or nothing, gives what is known', () => {
    assert.deepEqual(read('A L[~]', '<Other>x</Other>'), {});
  });

  test('keeps numbers exact', () => {
    const { N } = read('N:n', '<N>12345678901234567890</N>');
    assert.equal(JSON.stringify(N), '12345678901234567890');
  });

  test('may have a namespace', () => {
    assert.equal(writeXml('R', {}, { members: [], namespace: 'n' }), '<R xmlns="n"></R>');
  });
});

function isBothWays(members: string, structure: JsonObject, xml: string): void {
  assert.equal(written(members, structure), `<R>${xml}</R>`);
  assert.deepEqual(read(members, xml), structure);
}

function written(members: string, structure: JsonObject): string {
  return writeXml('R', structure, {
    members: readMembers(members, { structures: {} }),
    namespace: undefined,
  });
}

function read(members: string, xml: string): JsonObject {
  return readXmlMembers(readXml(`<R>${xml}</R>`), readMembers(members, { structures: {} }));
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { readMembers } from './notation.ts';
import { writeForm } from './wire-form.ts';

test('A form has a field for each plain value, wherever it stands', () => {
  is('A N:n B:b', { A: 'x', N: 1, B: false }, { A: 'x', N: '1', B: 'false' });
  is('L[] F[~]', { L: ['x', 'y'], F: ['z'] }, { 'L.member.1': 'x', 'L.member.2': 'y', 'F.1': 'z' });
  is('S{a L[{B}]}', { S: { A: 'x', L: [{ B: 'y' }] } }, { 'S.a': 'x', 'S.L.member.1.B': 'y' });
  is('M<,>', { M: { k: 'v' } }, { 'M.entry.1.key': 'k', 'M.entry.1.value': 'v' });
  is('M<~Name,Value{T}>', { M: { k: { T: 'v' } } }, { 'M.1.Name': 'k', 'M.1.Value.T': 'v' });
  is('At:t X:x', { At: 0, X: 'a' }, { At: '1970-01-01T00:00:00Z', X: 'ImEi' });
});

test('A list without items is a field without a value', () => {
  is('L[]', { L: [] }, { L: '' });
});

function is(members: string, parameters: JsonObject, expected: Readonly<Record<string, string>>): void {
  const form = new URLSearchParams();
  writeForm(form, parameters, readMembers(members, { structures: {} }));
  assert.deepEqual(Object.fromEntries(form), expected);
}

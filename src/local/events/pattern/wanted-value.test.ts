import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../../base/json.ts';
import { isOperator, parseWanted } from './wanted-value.ts';

test('A value is wanted as it is, numbers by what they are worth', () => {
  assert.deepEqual(['a', 'A', 1, null].map(passes('a')), [true, false, false, false]);
  assert.deepEqual([1, '1', true].map(passes(1)), [true, false, false]);
  assert.deepEqual([null, false].map(passes(null)), [true, false]);
});

test('A letter and its other case are the same where case is ignored', () => {
  assert.deepEqual(['STRASSE', 'straße', 'Strasse!'].map(passes({ 'equals-ignore-case': 'Straße' })), [
    ...[true, true, false],
  ]);
});

test('That something is not there is no value', () => {
  assert.equal(parseWanted({ exists: false }).kind, 'absent');
  assert.deepEqual(['exists', 'prefix', 'constructor', 'a'].map(isOperator), [true, true, false, false]);
});

function passes(wanted: Json): (value: Json) => boolean {
  const parsed = parseWanted(wanted);
  assert.ok(parsed.kind === 'value');
  return parsed.passes;
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseJson } from '../../base/json.ts';
import { isoTimestamp, lowerCamel, pascal, upperFirst, withMembers } from './casing.ts';

describe('Members of a call', () => {
  test('are renamed at every depth, and values are not', () => {
    const sdk = { StateMachineArn: 'StateMachineArn', Tags: [{ Key: 'K', Value: null }], N: 1, B: false };
    const wire = { stateMachineArn: 'StateMachineArn', tags: [{ key: 'K', value: null }], n: 1, b: false };
    assert.deepEqual([lowerCamel(sdk), pascal(wire)], [wire, sdk]);
  });

  test('keep their exact numbers, and a member called __proto__', () => {
    assert.equal(JSON.stringify(lowerCamel(parseJson('{"A":1.0,"__proto__":{"B":2}}'))), ODD);
  });

  test('are changed where their names are known, at every depth', () => {
    const change = (name: string) => (name === 'A' ? 'changed' : undefined);
    assert.deepEqual(withMembers({ A: 1, B: [{ A: [2] }, 3], C: { A: null } }, change), {
      ...{ A: 'changed', B: [{ A: 'changed' }, 3], C: { A: 'changed' } },
    });
  });
});

test("An action's operation begins with a capital", () => {
  assert.deepEqual(['startExecution', 'S', ''].map(upperFirst), ['StartExecution', 'S', '']);
});

test('A moment has milliseconds, or no fraction', () => {
  assert.equal(isoTimestamp(1_767_268_800.5), '2026-01-01T12:00:00.500Z');
  assert.equal(isoTimestamp(1_767_268_800), '2026-01-01T12:00:00Z');
});

const ODD = '{"a":1.0,"__proto__":{"b":2}}';

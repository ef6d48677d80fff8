import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonParameter, missingParameter, parametersOf, textParameter } from './parameters.ts';

describe('Parameters', () => {
  test('are an object of fields that the call has', () => {
    assert.deepEqual(parametersOf({ A: 1 }, isKnown), { A: 1 });
    refuses(() => parametersOf([], isKnown), 'The Parameters must be an object, not array');
    refuses(() => parametersOf({ A: 1, b: 2 }, isKnown), 'The field "b" is not supported by Step Functions');
  });

  test('that are text are text, or absent', () => {
    assert.deepEqual([textParameter('a', 'A'), textParameter(null, 'A')], ['a', undefined]);
    refuses(() => textParameter(7, 'A'), 'The value for the field "A" must be a STRING, not number');
  });

  test('that are JSON may be given as what it says', () => {
    assert.deepEqual(['{ }', { a: 1 }, null, undefined, 7].map(jsonParameter), EXPECTED);
  });

  test('that are needed are said to be missing', () => {
    assert.equal(missingParameter('A').message, 'The field "A" is required but was missing');
  });
});

const EXPECTED = ['{ }', '{"a":1}', undefined, undefined, '7'];

function isKnown(name: string): boolean {
  return name === 'A';
}

function refuses(read: () => unknown, message: string): void {
  assert.throws(read, { error: 'States.Runtime', message });
}

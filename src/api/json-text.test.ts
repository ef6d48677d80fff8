import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readJsonText } from './json-text.ts';

describe('JSON text', () => {
  test('is read', () => assert.deepEqual(readJsonText(' {"a":[1]}'), { value: { a: [1] } }));
  test('that is empty says so', () =>
    assert.deepEqual(readJsonText(' '), { problem: 'No content to map due to end-of-input' }));
  test('that is none says why', () => {
    assert.deepEqual(readJsonText('{a:1}'), {
      problem: "Unexpected character ('a' (code 97)): was expecting double-quote to start field name",
    });
  });
  test('500 deep is read, deeper is not', () => {
    assert.ok('value' in readJsonText('['.repeat(500) + ']'.repeat(500)));
    const deep = '['.repeat(1001) + ']'.repeat(1001);
    assert.deepEqual(readJsonText(deep), { problem: 'nested deeper than 500 levels' });
  });
});

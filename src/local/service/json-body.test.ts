import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inputOf } from './json-body.ts';
import { ServiceRefusal } from './refusal.ts';

describe('The input in a body', () => {
  test('is its object', () => {
    assert.deepEqual(inputOf(Buffer.from('{"a":1}')), { a: 1 });
  });

  test('is empty where there is none', () => {
    assert.deepEqual(inputOf(Buffer.alloc(0)), {});
  });

  test('is refused when it is no object', () => {
    for (const text of ['[]', '1', 'null', '{']) {
      assert.throws(
        () => inputOf(Buffer.from(text)),
        (error) => error instanceof ServiceRefusal && error.code === 'SerializationException',
      );
    }
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeName, encodeName } from './name.ts';

describe('the name of an execution in its column', () => {
  test('is 16 bytes for a UUID', () => {
    assert.equal(encodeName('0123abcd-4567-89ab-cdef-0123456789ab').length, 16);
  });

  test('comes back as it was', () => {
    for (const name of ['0123abcd-4567-89ab-cdef-0123456789ab', 'order-17', 'é\u0000😀', 'x'.repeat(36)]) {
      comesBack(name);
    }
  });

  test('stays text for a UUID in any other spelling', () => {
    for (const name of ['0123ABCD-4567-89ab-cdef-0123456789ab', '0123abcd4567-89ab-cdef-0123456789ab-']) {
      assert.equal(encodeName(name), name);
      comesBack(name);
    }
  });
});

function comesBack(name: string): void {
  assert.equal(decodeName(encodeName(name)), name);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPayloadBytes } from './payload-size.ts';

describe('a payload', () => {
  test('may have 262,144 bytes', () => {
    checkPayloadBytes('a'.repeat(262_144), 'input');
    checkPayloadBytes('é'.repeat(131_072), 'input');
  });
  test('may not have one more, and is not repeated in the refusal', () => {
    for (const text of ['a'.repeat(262_145), 'é'.repeat(131_073), '\ud800'.repeat(87_382)]) {
      assert.throws(() => checkPayloadBytes(text, 'input'), {
        message:
          "1 validation error detected: Value at 'input' failed to satisfy constraint: " +
          'Member must have length less than or equal to 262144',
      });
    }
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkDefinition } from './definition.ts';

describe('a definition', () => {
  test('that is right passes', () =>
    checkDefinition('{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}', 'STANDARD'));
  test('that is wrong is refused with every error', async () => {
    await assert.rejects(checkDefinition('{}', 'STANDARD'), {
      message:
        /^Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: .* at \/'$/,
    });
  });
});

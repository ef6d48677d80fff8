import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkDefinition } from './definition.ts';

describe('a definition', () => {
  test('that is right passes', () => check('{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}'));
  test('that is wrong is refused with every error', async () => {
    await assert.rejects(check('{}'), {
      message:
        /^Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: .* at \/'$/,
    });
  });
  test('that is long is read on another thread', async () => {
    await assert.rejects(check(`{"Comment":"${'x'.repeat(20_000)}"}`), {
      message: "Invalid State Machine Definition: 'FAR: away at /'",
    });
  });
});

async function check(definition: string): Promise<void> {
  const far = { severity: 'ERROR', code: 'FAR', message: 'away', location: '/' } as const;
  await checkDefinition({ of: 'machine', definition, type: 'STANDARD' }, { diagnose: async () => [far] });
}

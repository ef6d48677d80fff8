import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkDefinition, referencesOf } from './definition.ts';

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
  test('that is long is read there again for its variables', async () => {
    assert.deepEqual(await referencesOf('x'.repeat(20_000), FAR), { variableReferences: { S: ['far'] } });
  });
  test('that reads no variables tells of none', async () => {
    assert.deepEqual(await referencesOf('{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}', FAR), {});
  });
});

/** Another thread that has the same answers to all questions. */
const FAR = {
  diagnose: async () => [{ severity: 'ERROR', code: 'FAR', message: 'away', location: '/' } as const],
  variableReferences: async () => ({ S: ['far'] }),
};

async function check(definition: string): Promise<void> {
  await checkDefinition({ of: 'machine', definition, type: 'STANDARD' }, FAR);
}

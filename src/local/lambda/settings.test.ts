import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { Refusal } from './refusal.ts';
import { readSettings, type Settings } from './settings.ts';

describe('Settings', () => {
  test('that are not there are not changed', () => reads({}, {}));
  test('that are null are not changed', () => reads({ Timeout: null }, {}));
  test('may be numbers within their bounds', () =>
    reads({ Timeout: 900, MemorySize: 128 }, { timeout: 900, memorySize: 128 }));
  test('may be texts', () =>
    reads({ Description: '', Handler: 'a/b.c' }, { description: '', handler: 'a/b.c' }));
  test('may clear the environment', () => reads({ Environment: {} }, { environment: {} }));
  test('may ask for nothing in fields that we do not have', () =>
    reads({ Layers: [], VpcConfig: {}, DryRun: false }, {}));
  test('keep hostile names of variables as data', () =>
    reads(JSON.parse('{"Tags":{"__proto__":"x"}}'), { tags: JSON.parse('{"__proto__":"x"}') }));

  test('must be whole numbers', () => refuses({ Timeout: 1.5 }, /'1\.5' at 'timeout'.*integer/));
  test('must be within bounds', () =>
    refuses({ EphemeralStorage: { Size: 511 } }, /greater than or equal to 512/));
  test('must be of the listed values', () =>
    refuses({ TracingConfig: { Mode: 'Maybe' } }, /\[Active, PassThrough\]/));
  test('must be ones that we have', () => refuses({ Layers: ['x'] }, /does not support Layers/));
  test('must be ones that Lambda has', () => refuses({ constructor: 1 }, /does not support constructor/));
  test('must have variables that are texts, and never show them', () => {
    refuses(
      { Environment: { Variables: { KEY: { secret: 'hunter2' } } } },
      /^(?!.*hunter2).*environment\.variables\.KEY/,
    );
  });
  test('must have variables that a process can hold', () =>
    refuses({ Environment: { Variables: { KEY: 'a\0b' } } }, /NUL/));
});

function reads(body: JsonObject, expected: Partial<Settings>): void {
  assert.deepEqual(readSettings(body), expected);
}

function refuses(body: JsonObject, message: RegExp): void {
  assert.throws(
    () => readSettings(body),
    (error) => error instanceof Refusal && message.test(error.message),
  );
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeDiagnostics, validate } from '../validate.ts';

describe('State names', () => {
  test('have 1 to 80 characters, whatever they are', () => {
    for (const name of ['x'.repeat(80), '😀'.repeat(80), 'Hello, World/[0]?']) says(name, '');
    const long = 'x'.repeat(81);
    const message = `State name '${long}' exceeds the 80-character limit allowed by the service`;
    says(long, `INVALID_STATE_NAME: ${message} at /States/${long}`);
    says('', 'INVALID_STATE_NAME: The State name cannot be empty at /States/');
  });

  test('are unique in the whole machine', () => {
    const iterator = { StartAt: 'B', States: { B: { Type: 'Succeed' } } };
    const States = { A: { Type: 'Map', Iterator: iterator, Next: 'B' }, B: { Type: 'Succeed' } };
    const definition = JSON.stringify({ StartAt: 'A', States });
    const found = describeDiagnostics(validate(definition, { type: 'STANDARD' }));
    assert.equal(found, 'DUPLICATE_STATE_NAME: Duplicate State name: B at /States/B');
  });
});

function says(name: string, expected: string): void {
  const definition = JSON.stringify({ StartAt: name, States: { [name]: { Type: 'Succeed' } } });
  assert.equal(describeDiagnostics(validate(definition, { type: 'STANDARD' })), expected);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForeign, requestedOf } from './requested.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';

test('A call of another service is an action that nobody names', () => {
  const found = requestedOf('kinesis', {
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) },
    ...{ scope: SCOPE, requestId: 'r', signal: new AbortController().signal },
  });
  assert.deepEqual(found, [{ action: 'kinesis:POST', resource: '*' }]);
});

test('A resource of another account or region is foreign', () => {
  assert.deepEqual(
    [MACHINE, '*', MACHINE.replace('us-east-1', 'eu-west-1'), MACHINE.replace('1234', '0000')].map(
      (resource) => isForeign(resource, SCOPE),
    ),
    [false, false, true, true],
  );
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { MacKey } from './mac-key.ts';

test('A key gives the HMAC-SHA-256 of its secret, each time anew', () => {
  const secret = Buffer.alloc(32, 7);
  const key = new MacKey(secret);
  const macs = ['a', 'b', 'a'].map((text) => key.hmac().update(text).digest('hex'));
  assert.deepEqual(
    macs,
    ['a', 'b', 'a'].map((text) => createHmac('sha256', secret).update(text).digest('hex')),
  );
});

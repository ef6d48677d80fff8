import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isSessionKey, SessionKeys } from './session-keys.ts';

const UUID = '01234567-89ab-4cde-8f01-234567890abc';
const SESSION = {
  account: '123456789012',
  arn: 'arn:aws:sts::123456789012:assumed-role/r/s',
  userId: 'AROA1:s',
  role: 'r',
  expiresAt: 1000,
};
const KEYS = new SessionKeys(Buffer.alloc(32, 1));

describe('Temporary credentials', () => {
  test('are read back by whoever has the secret', () => {
    const { accessKeyId, secretAccessKey, sessionToken } = KEYS.issue(SESSION, UUID);
    const opened = new SessionKeys(Buffer.alloc(32, 1)).open(accessKeyId, sessionToken);
    assert.deepEqual(opened, { session: SESSION, secretAccessKey });
    assert.ok(isSessionKey(accessKeyId) && !isSessionKey('test'));
  });

  test('of another server are none', () => {
    const { accessKeyId, sessionToken } = new SessionKeys(Buffer.alloc(32, 2)).issue(SESSION, UUID);
    assert.equal(KEYS.open(accessKeyId, sessionToken), undefined);
  });

  test('that were changed are none', () => {
    const { accessKeyId, sessionToken } = KEYS.issue(SESSION, UUID);
    const [content = '', seal = ''] = sessionToken.split('.');
    const other = Buffer.from(JSON.stringify({ ...SESSION, role: 'admin', accessKeyId })).toString(
      'base64url',
    );
    for (const token of ['', '.', content, `${content}.`, `${other}.${seal}`, `${sessionToken}.x`])
      assert.equal(KEYS.open(accessKeyId, token), undefined, token);
    assert.equal(KEYS.open('SWASAAAAAAAAAAAAAAAA', sessionToken), undefined);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TaskTokens } from './task-token.ts';

describe('A task token', () => {
  test('names its attempt, whatever the numbers', () => {
    for (const execution of [1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      for (const attempt of [2, 25_000, 2 ** 32 - 1]) {
        const subject = { execution, attempt };
        assert.deepEqual(tokens().open(HERE, tokens().seal(HERE, subject)), subject);
      }
    }
  });

  test('is none any more with any bit changed', () => {
    const bytes = Buffer.from(TOKEN, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(tokens().open(HERE, changed.toString('base64url')), undefined);
    }
  });

  test('is none when it is cut, padded, or written otherwise', () => {
    for (const token of [
      '',
      TOKEN.slice(1),
      TOKEN.slice(0, -1),
      `${TOKEN}A`,
      `${TOKEN}=`,
      ` ${TOKEN}`,
      `${TOKEN}\n`,
    ]) {
      assert.equal(tokens().open(HERE, token), undefined);
    }
  });

  test('is none in another account or region', () => {
    assert.equal(tokens().open({ ...HERE, account: '210987654321' }, TOKEN), undefined);
    assert.equal(tokens().open({ ...HERE, region: 'us-east-2' }, TOKEN), undefined);
  });

  test('cannot be moved between account and region', () => {
    const sealed = tokens().seal({ account: '1', region: '2/3' }, SUBJECT);
    assert.equal(tokens().open({ account: '12', region: '3' }, sealed), undefined);
  });

  test('is good for whoever has the same secret, and for nobody else', () => {
    assert.deepEqual(new TaskTokens(Buffer.alloc(32, 1)).open(HERE, TOKEN), SUBJECT);
    assert.equal(new TaskTokens(Buffer.alloc(32, 2)).open(HERE, TOKEN), undefined);
  });

  test('is short and of letters that need no escape', () => {
    assert.match(TOKEN, /^[\w-]{1,1024}$/);
  });
});

const HERE = { account: '123456789012', region: 'us-east-1' };
const SUBJECT = { execution: 1_809_638_400_000_000, attempt: 3 };
const TOKEN = tokens().seal(HERE, SUBJECT);

function tokens(): TaskTokens {
  return new TaskTokens(Buffer.alloc(32, 1));
}

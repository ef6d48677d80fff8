import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mayAssume } from './trust.ts';

const ACCOUNT = '123456789012';
const CI = `arn:aws:iam::${ACCOUNT}:user/ci`;

describe('A trust policy', () => {
  test('lets in whom it names', () => {
    for (const AWS of ['*', ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, CI, ['arn:aws:iam::1:user/a', CI]])
      allows(true, { Principal: { AWS } });
    allows(true, { Principal: '*', Action: ['STS:assumeRole'] });
  });

  test('lets in nobody else', () => {
    allows(false, { Principal: { AWS: 'arn:aws:iam::000000000001:root' } });
    allows(false, { Principal: { Service: 'states.amazonaws.com' } });
    allows(false, { Principal: '*', Action: 'sts:TagSession' });
    allows(false, { Principal: '*', Condition: { Bool: { a: 'true' } } });
  });

  test('that denies lets nobody in, whatever its condition', () => {
    const all = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' };
    assert.equal(may([all, { ...all, Effect: 'Deny', Condition: { Bool: { a: 'true' } } }]), false);
  });
});

function allows(wanted: boolean, statement: object): void {
  assert.equal(may([{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }]), wanted);
}

function may(Statement: readonly object[]): boolean {
  const caller = { arn: CI, userId: 'u', accessKeyId: 'k', isSession: false };
  return mayAssume(JSON.stringify({ Statement }), caller, ACCOUNT);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Session, SessionKeys } from '../base/session-keys.ts';
import { SigningKeys, signRequest } from '../base/sigv4.ts';
import { type Authentication, claimOf, DEV_CREDENTIALS } from './authentication.ts';

const NOW = Date.UTC(2026, 0, 1);
const SIGV4: Authentication & { readonly mode: 'sigv4' } = {
  mode: 'sigv4',
  credentials: DEV_CREDENTIALS,
  skewMs: 300_000,
};
const OFF: Authentication & { readonly mode: 'off' } = { mode: 'off', account: '111111111111' };

describe('with signatures', () => {
  test('the account comes from the credentials, region and service from the scope', () => {
    assert.deepEqual(claimed(signed({})), ['states', 'eu-west-1', '123456789012']);
  });
  test('each key has its own account', () => {
    const credentials = { find: () => ({ secretAccessKey: 's', account: '000000000007' }) };
    assert.deepEqual(claimed(signed({}), { mode: 'sigv4', credentials, skewMs: 1 }), [
      'states',
      'eu-west-1',
      '000000000007',
    ]);
  });
  test('the whole request is verified, body included', () => {
    const request = signed({});
    const claim = claimOf({ ...request, body: '' }, SIGV4);
    assert.ok(!('problem' in claim));
    const check = { now: NOW, keys: new SigningKeys() };
    assert.equal(claim.verify(request, check), undefined);
    assert.equal(claim.verify({ ...request, body: 'x' }, check)?.problem, 'InvalidSignatureException');
  });
  test('an unknown key is refused', () =>
    refuses(signed({ accessKeyId: 'other' }), SIGV4, 'UnrecognizedClientException'));
  test('a key of Object.prototype is refused', () =>
    refuses(signed({ accessKeyId: 'constructor' }), SIGV4, 'UnrecognizedClientException'));
  test('no signature is refused', () => refuses(unsigned({}), SIGV4, 'MissingAuthenticationTokenException'));
  test('a region that could be no part of an ARN is refused', () => {
    refuses(signed({ region: 'eu:west' }), SIGV4, 'InvalidSignatureException');
    refuses(signed({ region: 'EU' }), OFF, 'InvalidSignatureException');
  });
});

describe('with temporary credentials', () => {
  test('the session says whose they are, and its role bounds it', () => {
    const claim = claimOf(ofSession({ role: 'r' }), WITH_SESSIONS);
    assert.ok(!('problem' in claim));
    assert.deepEqual(
      [claim.scope.account, claim.role, claim.caller?.arn],
      [SESSION.account, 'r', SESSION.arn],
    );
  });
  test('they are signed with their own key, and expire', () => {
    const request = ofSession({ role: 'r' });
    const claim = claimOf(request, WITH_SESSIONS);
    assert.ok(!('problem' in claim));
    const check = { now: NOW, keys: new SigningKeys() };
    assert.equal(claim.verify(request, check), undefined);
    assert.equal(claim.verify({ ...request, body: 'x' }, check)?.problem, 'InvalidSignatureException');
    assert.equal(claim.verify(request, { ...check, now: NOW + 1000 })?.problem, 'ExpiredTokenException');
  });
  test('they are worth what the key is worth that asked for them', () => {
    const principal = { arn: 'arn:aws:iam::123456789012:user/ci', policies: [] };
    const credentials = {
      find: (id: string) =>
        id === 'ci' ? { secretAccessKey: 's', account: SESSION.account, principal } : undefined,
    };
    const claim = claimOf(ofSession({ parentKey: 'ci' }), { ...WITH_SESSIONS, credentials });
    assert.ok(!('problem' in claim) && claim.principal === principal);
    refuses(ofSession({ parentKey: 'revoked' }), WITH_SESSIONS, 'UnrecognizedClientException');
    refuses(ofSession({}), WITH_SESSIONS, 'UnrecognizedClientException');
  });
  test('a token of another server, or none, is refused', () => {
    refuses(ofSession({ role: 'r' }), SIGV4, 'UnrecognizedClientException');
    refuses(signed({ accessKeyId: 'SWASAAAAAAAAAAAAAAAA' }), WITH_SESSIONS, 'UnrecognizedClientException');
  });
});

describe('without', () => {
  test('temporary credentials say which account is meant', () => {
    assert.deepEqual(claimed(ofSession({ role: 'r' }), { ...OFF, sessions: SESSIONS }), [
      'states',
      'eu-west-1',
      SESSION.account,
    ]);
  });
  test('a key of 12 digits is the account', () => {
    assert.deepEqual(claimed(signed({ accessKeyId: '000000000001' }), OFF), [
      'states',
      'eu-west-1',
      '000000000001',
    ]);
  });
  test('any other key means the default account', () => {
    assert.deepEqual(claimed(signed({ accessKeyId: 'x' }), OFF), ['states', 'eu-west-1', '111111111111']);
  });
  test('the target says which service is meant', () => {
    const headers = { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' };
    assert.deepEqual(claimed(unsigned({ headers }), OFF), ['states', 'us-east-1', '111111111111']);
    const basic = { ...headers, authorization: 'Basic eDp5' };
    assert.deepEqual(claimed(unsigned({ headers: basic }), OFF), ['states', 'us-east-1', '111111111111']);
  });
  test('the path says which service is meant', () => {
    assert.deepEqual(claimed(unsigned({ target: '/2015-03-31/functions/' }), OFF), [
      'lambda',
      'us-east-1',
      '111111111111',
    ]);
  });
  test('what says nothing is refused', () =>
    refuses(unsigned({}), OFF, 'MissingAuthenticationTokenException'));
});

const SESSIONS = new SessionKeys(Buffer.alloc(32, 1));
const WITH_SESSIONS = { ...SIGV4, sessions: SESSIONS };
const SESSION: Session = {
  ...{ account: '000000000008', arn: 'arn:aws:sts::000000000008:assumed-role/r/s', userId: 'u' },
  expiresAt: NOW + 1000,
};

function ofSession(change: Partial<Session>) {
  const credentials = SESSIONS.issue({ ...SESSION, ...change }, '01234567-89ab-4cde-8f01-234567890abc');
  const request = { method: 'POST', url: 'http://localhost/', headers: {}, body: '{}', service: 'states' };
  const headers = signRequest({ ...request, region: 'eu-west-1', credentials, now: NOW });
  return { method: 'POST', target: '/', headers, body: '{}' };
}

function signed({ accessKeyId = 'test', region = 'eu-west-1' }) {
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const request = { method: 'POST', url: 'http://localhost/', headers: {}, body: '{}', service: 'states' };
  const headers = signRequest({ ...request, region, credentials, now: NOW });
  return { method: 'POST', target: '/', headers, body: '{}' };
}

function unsigned({ target = '/', headers = {} }) {
  return { method: 'POST', target, headers, body: '' };
}

function claimed(request: ReturnType<typeof unsigned>, authentication: Authentication = SIGV4) {
  const claim = claimOf(request, authentication);
  assert.ok(!('problem' in claim));
  return [claim.service, claim.scope.region, claim.scope.account];
}

function refuses(
  request: ReturnType<typeof unsigned>,
  authentication: Authentication,
  problem: string,
): void {
  const claim = claimOf(request, authentication);
  assert.ok('problem' in claim);
  assert.equal(claim.problem, problem);
}

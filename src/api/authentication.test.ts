import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SigningKeys, signRequest } from '../base/sigv4.ts';
import { type Authentication, claimOf, DEV_CREDENTIALS } from './authentication.ts';

const NOW = Date.UTC(2026, 0, 1);
const SIGV4: Authentication = { mode: 'sigv4', credentials: DEV_CREDENTIALS, skewMs: 300_000 };
const OFF: Authentication = { mode: 'off', account: '111111111111' };

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

describe('without', () => {
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

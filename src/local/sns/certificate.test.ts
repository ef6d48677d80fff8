import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { certificateOf } from './certificate.ts';

test('a certificate holds the key that has signed it, and is the same for the same key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const certificate = new X509Certificate(certificateOf(pem));
  assert.ok(certificate.verify(publicKey));
  assert.ok(certificate.publicKey.equals(createPublicKey(pem)));
  assert.ok(certificate.checkIssued(certificate));
  assert.equal(certificate.subject, 'CN=stepwell SNS');
  assert.deepEqual(
    [certificate.validFromDate, certificate.validToDate].map((one) => one.getUTCFullYear()),
    [2020, 2049],
  );
  assert.equal(certificateOf(pem), certificateOf(pem));
});

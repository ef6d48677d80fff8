import { createHash, createPublicKey, sign } from 'node:crypto';

/**
 * A certificate that a key has signed for itself (X.509, PEM): the form in which clients of SNS want the key that they
 * check signatures with. It follows from the key alone: same key, same certificate.
 *
 * @param privateKey RSA, in PEM.
 */
export function certificateOf(privateKey: string): string {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const serial = createHash('sha256').update(publicKey).digest().subarray(0, 16);
  // A number above 0.
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const algorithm = sequence(element(TAG.oid, SHA256_WITH_RSA), element(TAG.null, Buffer.alloc(0)));
  const name = sequence(
    element(TAG.set, sequence(element(TAG.oid, COMMON_NAME), element(TAG.utf8, Buffer.from('stepwell SNS')))),
  );
  const validity = sequence(...VALID.map((moment) => element(TAG.utcTime, Buffer.from(moment))));
  const facts = sequence(element(TAG.integer, serial), algorithm, name, validity, name, publicKey);
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', facts, privateKey)]);
  const lines = sequence(facts, algorithm, element(TAG.bits, signature))
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${(lines ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** What a clock says now is nothing that follows from a key. */
const VALID = ['200101000000Z', '491231235959Z'] as const;

/** 1.2.840.113549.1.1.11 */
const SHA256_WITH_RSA = Buffer.from('2a864886f70d01010b', 'hex');
/** 2.5.4.3 */
const COMMON_NAME = Buffer.from('550403', 'hex');

/** Of DER, the form in which X.509 is written (ITU-T X.690). */
const TAG = {
  ...{ integer: 0x02, bits: 0x03, null: 0x05, oid: 0x06, utf8: 0x0c },
  ...{ utcTime: 0x17, sequence: 0x30, set: 0x31 },
} as const;

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(TAG.sequence, Buffer.concat(parts));
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.of(bytes);
  return bytes < 0x100 ? Buffer.of(0x81, bytes) : Buffer.of(0x82, bytes >> 8, bytes & 0xff);
}

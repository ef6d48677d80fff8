import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ChecksumAlgorithm, checksumAlgorithm, Digests } from './digests.ts';

/** Each standard's own check value, of `123456789`. */
const CHECKS: Readonly<Record<ChecksumAlgorithm, string>> = {
  crc32: 'cbf43926',
  crc32c: 'e3069283',
  crc64nvme: 'ae8b14860a799888',
  sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
};

describe('Digests', () => {
  for (const [name, check] of Object.entries(CHECKS)) {
    test(`has ${name}, of bytes in any pieces`, () => {
      for (const pieces of [['123456789'], ['1', '2345', '', '6789']]) {
        const digests = new Digests(checksumAlgorithm(name.toUpperCase()));
        for (const piece of pieces) digests.update(Buffer.from(piece));
        assert.equal(Buffer.from(digests.end().checksum?.value ?? '', 'base64').toString('hex'), check);
      }
    });
  }

  test('has MD5 always, and counts', () => {
    const digests = new Digests();
    digests.update(Buffer.from('123456789'));
    assert.equal(digests.bytes, 9);
    assert.equal(digests.end().md5.toString('hex'), '25f9e794323b453885f5181f1b624d0b');
  });

  test('knows no others', () => assert.equal(checksumAlgorithm('toString'), undefined));
});

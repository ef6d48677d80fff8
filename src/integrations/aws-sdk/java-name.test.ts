import assert from 'node:assert/strict';
import { test } from 'node:test';
import { javaException } from './java-name.ts';

test('A class of the SDK for Java is named for the error, in words', () => {
  for (const [shape, name] of Object.entries({
    NoSuchKey: 'NoSuchKeyException',
    KMSDisabledException: 'KmsDisabledException',
    EC2AccessDeniedException: 'Ec2AccessDeniedException',
    IDPCommunicationErrorException: 'IdpCommunicationErrorException',
    EFSIOException: 'EfsioException',
    CacheClusterNotFoundFault: 'CacheClusterNotFoundException',
  }))
    assert.equal(javaException(shape), name);
});

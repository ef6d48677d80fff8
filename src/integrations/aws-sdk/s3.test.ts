import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { BucketPlace } from '../../../test/local/bucket-place.ts';
import { attemptOf } from '../../../test/local/endpoint-under-test.ts';
import { StateError } from '../../base/state-error.ts';
import { ownEndpoint } from '../endpoint/own-endpoint.ts';
import { SERVICE } from './s3.ts';
import { createSdkIntegration } from './sdk-integration.ts';

const place = new BucketPlace();
before(() => place.ask('PUT /bucket'));
after(() => rmSync(place.directory, { recursive: true }));

describe('A task that calls S3', () => {
  test('puts the JSON of anything, text with its quotes (recorded)', async () => {
    for (const [Body, text] of [
      ['str', '"str"'],
      [{ Dict: 'Value' }, '{"Dict":"Value"}'],
      [[1], '[1]'],
      [true, 'true'],
    ] as const) {
      await call('putObject', { Bucket: 'bucket', Key: 'k', Body });
      assert.equal(Object(await call('getObject', { Bucket: 'bucket', Key: 'k' })).Body, text);
    }
    assert.deepEqual(await call('putObject', { Bucket: 'bucket', Key: 'k', Body: { Dict: 'Value' } }), {
      ...{ ChecksumCRC32: 'hnEfWw==', ChecksumType: 'FULL_OBJECT' },
      ...{ ETag: '"49e31cee5aec8faf3345893addb14346"', ServerSideEncryption: 'AES256' },
    });
  });

  test('reads an object with what is known of it', async () => {
    await call('putObject', {
      Bucket: 'bucket',
      Key: 'a/../b',
      Body: 'abc',
      ContentType: 'text/x',
      Metadata: { A: 'b' },
    });
    const {
      LastModified,
      ETag: _md5,
      ...rest
    } = Object(await call('headObject', { Bucket: 'bucket', Key: 'a/../b' }));
    assert.deepEqual(rest, {
      AcceptRanges: 'bytes',
      ContentLength: 5,
      ContentType: 'text/x',
      Metadata: { a: 'b' },
    });
    assert.match(LastModified, /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  });

  test('lists, copies, deletes and creates', async () => {
    await call('createBucket', {
      Bucket: 'other',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    assert.deepEqual(await call('getBucketLocation', { Bucket: 'other' }), {
      LocationConstraint: 'eu-west-1',
    });
    await call('putObject', { Bucket: 'other', Key: 'k', Body: 'abc' });
    await call('copyObject', { Bucket: 'other', Key: 'l', CopySource: 'other/k' });
    const listed = Object(await call('listObjectsV2', { Bucket: 'other', MaxKeys: 1 }));
    assert.deepEqual([listed.KeyCount, listed.IsTruncated, listed.Contents[0].Size], [1, true, 5]);
    for (const Key of ['k', 'l']) assert.deepEqual(await call('deleteObject', { Bucket: 'other', Key }), {});
    await call('deleteBucket', { Bucket: 'other' });
    assert.deepEqual(
      Object(await call('listBuckets', {})).Buckets.map(({ Name }: { Name: string }) => Name),
      ['bucket'],
    );
  });

  test('fails with the class that the SDK has, and its text (recorded)', async () => {
    const cause =
      /^The specified key does not exist. \(Service: S3, Status Code: 404, Request ID: \w+, Extended Request ID: [\w=]+\)$/;
    await fails('S3.NoSuchKeyException', cause, 'getObject', { Bucket: 'bucket', Key: 'none' });
    await fails('S3.NoSuchKeyException', cause, 'headObject', { Bucket: 'bucket', Key: 'none' });
    await fails('S3.NoSuchBucketException', /bucket/, 'putObject', { Bucket: 'none', Key: 'k' });
    await fails('S3.S3Exception', /not valid/, 'createBucket', { Bucket: 'No' });
  });

  test('with parameters that are none is refused', async () => {
    await fails('States.Runtime', /"Key" is required/, 'getObject', { Bucket: 'bucket' });
    await fails('States.Runtime', /"key" is not supported/, 'getObject', { Bucket: 'bucket', key: 'k' });
    await fails('States.Runtime', /name of a bucket/, 'getObject', { Bucket: 'bucket/x', Key: 'k' });
    await fails('States.Runtime', /no header/, 'putObject', {
      Bucket: 'bucket',
      Key: 'k',
      ContentType: 'a\nb',
    });
    await fails('States.Runtime', /name of a header/, 'putObject', {
      Bucket: 'bucket',
      Key: 'k',
      Metadata: { 'a b': 'c' },
    });
  });

  test('carries the checksum that is asked for, and no other', async () => {
    const put = (more: object) => call('putObject', { Bucket: 'bucket', Key: 'k', Body: 1, ...more });
    assert.equal(Object(await put({ ChecksumAlgorithm: 'SHA256' })).ChecksumSHA256.length, 44);
    assert.equal(Object(await put({ ContentMD5: 'xMpCOKC5I4INzFCab3WEmw==' })).ChecksumCRC32, undefined);
    await fails('States.Runtime', /cannot be computed/, 'putObject', {
      ...{ Bucket: 'bucket', Key: 'k', ChecksumAlgorithm: 'CRC64NVME' },
    });
  });

  test('asks nothing of a bucket that S3 has and this server has not', async () => {
    await fails('S3.S3Exception', /does not have PutBucketAbac/, 'putBucketAbac', {
      ...{ Bucket: 'unmade', AbacStatus: { Status: 'Enabled' } },
    });
    await fails('S3.NoSuchBucketException', /^The specified bucket/, 'headBucket', { Bucket: 'unmade' });
  });

  test('knows what a HEAD without a document says', async () => {
    const endpoint = { send: async () => ({ status: 404, headers: {}, requestId: 'r', body: '' }) };
    const integration = createSdkIntegration(SERVICE, endpoint);
    const attempt = attemptOf('aws-sdk:s3', 'headObject', { Bucket: 'b', Key: 'k' });
    await assert.rejects(integration.send(attempt, new AbortController().signal), {
      error: 'S3.NoSuchKeyException',
      message: 'null (Service: S3, Status Code: 404, Request ID: r) (SDK Attempt Count: 1)',
    });
  });

  test('does not read what no state may return', async () => {
    await call('putObject', { Bucket: 'bucket', Key: 'large', Body: 'x'.repeat(1_000_001) });
    await fails('States.DataLimitExceeded', /larger/, 'getObject', { Bucket: 'bucket', Key: 'large' });
  });
});

async function fails(error: string, cause: RegExp, action: string, parameters: object): Promise<void> {
  await assert.rejects(
    call(action, parameters),
    (raised) => raised instanceof StateError && raised.error === error && cause.test(raised.message),
  );
}

async function call(action: string, parameters: object): Promise<unknown> {
  const integration = createSdkIntegration(SERVICE, ownEndpoint(await place.service(), randomUUID));
  const { value } = await integration.send(
    attemptOf('aws-sdk:s3', action, parameters),
    new AbortController().signal,
  );
  return value;
}

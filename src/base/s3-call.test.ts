import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isS3Upload, type S3RequestHead, s3CallOf, s3CopySource } from './s3-call.ts';

describe('A request to S3', () => {
  test('names its bucket and key in the path', () => {
    is('GET /', 'ListBuckets', {});
    is('PUT /b', 'CreateBucket', { bucket: 'b' });
    is('GET /b/?list-type=2', 'ListObjectsV2', { bucket: 'b' });
    is('PUT /b/a/../c//d', 'PutObject', { bucket: 'b', key: 'a/../c//d' });
  });

  test('or its bucket before the host', () => {
    for (const host of ['b.localhost:80', 'b.s3.localhost', 'b.s3.eu-west-1.localhost:1']) {
      is('GET /k', 'GetObject', { bucket: 'b', key: 'k' }, { host });
      is('GET /', 'ListObjects', { bucket: 'b' }, { host });
    }
    is('GET /b/k', 'GetObject', { bucket: 'b', key: 'k' }, { host: 's3.localhost' });
    is('GET /b/k', 'GetObject', { bucket: 'b', key: 'k' }, { host: '127.0.0.1:8083' });
    is('GET /k', 'GetObject', { bucket: 'b.c', key: 'k' }, { host: 'b.c.s3.localhost' });
  });

  test('is told from others of its path by a parameter', () => {
    is('GET /b?notification', 'GetBucketNotificationConfiguration', { bucket: 'b' });
    is('PUT /b?policy', 'PutBucketPolicy', { bucket: 'b' });
    is('GET /b?uploads', 'ListMultipartUploads', { bucket: 'b' });
    is('POST /b/k?uploads', 'CreateMultipartUpload', { bucket: 'b', key: 'k' });
    is('PUT /b/k?partNumber=1&uploadId=u', 'UploadPart', { bucket: 'b', key: 'k' });
    is('DELETE /b/k?uploadId=u', 'AbortMultipartUpload', { bucket: 'b', key: 'k' });
    is('PUT /b/k?tagging', 'PutObjectTagging', { bucket: 'b', key: 'k' });
    is('POST /b?delete', 'DeleteObjects', { bucket: 'b' });
  });

  test('that changes something is no other operation for a parameter that nobody knows', () => {
    is('PUT /b/k?renameObject', 'PUT ?renameObject', { bucket: 'b', key: 'k' });
    is('DELETE /b?somethingNew', 'DELETE ?somethingNew', { bucket: 'b' });
    is('DELETE /b?metadataConfiguration', 'DeleteBucketMetadataConfiguration', { bucket: 'b' });
    is('PUT /b/k?x-id=PutObject', 'PutObject', { bucket: 'b', key: 'k' });
  });

  test('that names a source copies', () => {
    const headers = { 'x-amz-copy-source': '/b/k' };
    is('PUT /b/k', 'CopyObject', { bucket: 'b', key: 'k' }, headers);
    is('PUT /b/k?partNumber=1&uploadId=u', 'UploadPartCopy', { bucket: 'b', key: 'k' }, headers);
  });

  test('has an object as its body, or something small', () => {
    assert.equal(isS3Upload(headOf('PUT /b/k', {})), true);
    assert.equal(isS3Upload(headOf('PUT /b/k?tagging', {})), false);
    assert.equal(isS3Upload(headOf('PUT /b', {})), false);
  });
});

test('A source of a copy is a bucket and a key, percent-encoded', () => {
  assert.deepEqual(s3CopySource('/b/a%20b/c?versionId=1'), { bucket: 'b', key: 'a b/c' });
  assert.deepEqual(s3CopySource('b/%3F'), { bucket: 'b', key: '?' });
  for (const text of ['', 'b', '/b/', '%zz/k']) assert.equal(s3CopySource(text), undefined);
});

function is(line: string, operation: string, place: object, headers: Record<string, string> = {}): void {
  assert.deepEqual(s3CallOf(headOf(line, headers)), { operation, ...place });
}

function headOf(line: string, headers: Record<string, string>): S3RequestHead {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', query = ''] = target.split('?');
  return { method, path, query: new URLSearchParams(query), headers };
}

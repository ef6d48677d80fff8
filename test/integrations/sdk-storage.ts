import assert from 'node:assert/strict';
import type { SdkTasks } from './sdk-tasks.ts';

/** Every action of S3 that is here. */
export async function storage(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`s3:${action}`, args);
  const Bucket = 'bucket';
  await call('createBucket', { Bucket });
  await call('headBucket', { Bucket });
  assert.deepEqual(await call('getBucketLocation', { Bucket }), {});
  const { Buckets } = await call('listBuckets');
  assert.match(Buckets[0].CreationDate, /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  assert.deepEqual(await call('getBucketVersioning', { Bucket }), {});
  const untagged = await tasks.failure('s3:getBucketTagging', { Bucket });
  assert.equal(untagged.error, 'S3.S3Exception');
  tasks.done.add('s3:getBucketTagging');
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await call('putBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
  assert.deepEqual(await call('getBucketNotificationConfiguration', { Bucket }), NotificationConfiguration);
  const put = await call('putObject', { Bucket, Key: 'a/../ü b', Body: { n: 1 }, Metadata: { By: 'task' } });
  assert.equal(put.ChecksumType, 'FULL_OBJECT');
  const { Body, Metadata, ContentLength } = await call('getObject', { Bucket, Key: 'a/../ü b' });
  assert.deepEqual([Body, Metadata, ContentLength], ['{"n":1}', { by: 'task' }, 7]);
  assert.equal((await call('headObject', { Bucket, Key: 'a/../ü b' })).ETag, put.ETag);
  await call('copyObject', { Bucket, Key: 'copy', CopySource: 'bucket/a%2F..%2F%C3%BC%20b' });
  const listed = await call('listObjectsV2', { Bucket, MaxKeys: 1 });
  assert.deepEqual([listed.KeyCount, listed.IsTruncated, listed.Contents[0].Size], [1, true, 7]);
  assert.equal((await call('listObjects', { Bucket })).Contents.length, 2);
  await parts(tasks, Bucket);
  const Objects = [{ Key: 'a/../ü b' }, { Key: 'copy' }];
  assert.equal((await call('deleteObjects', { Bucket, Delete: { Objects } })).Deleted.length, 2);
  await call('deleteObject', { Bucket, Key: 'joined' });
  await call('deleteBucket', { Bucket });
}

async function parts(tasks: SdkTasks, Bucket: string): Promise<void> {
  const call = (action: string, args: object = {}) =>
    tasks.call(`s3:${action}`, { Bucket, Key: 'joined', ...args });
  const { UploadId } = await call('createMultipartUpload');
  const first = await call('uploadPart', { UploadId, PartNumber: 1, Body: 'part' });
  assert.equal((await call('listParts', { UploadId })).Parts[0].Size, 6);
  await call('completeMultipartUpload', {
    UploadId,
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag: first.ETag }] },
  });
  const again = await call('createMultipartUpload');
  const copy = { UploadId: again.UploadId, PartNumber: 1, CopySource: 'bucket/joined' };
  assert.match((await call('uploadPartCopy', copy)).CopyPartResult.ETag, /^"/);
  assert.deepEqual(await call('abortMultipartUpload', { UploadId: again.UploadId }), {});
}

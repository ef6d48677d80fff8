import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BucketPlace } from '../../../test/local/bucket-place.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { checkHeaderValue } from './upload-body.ts';

const place = new BucketPlace();
before(() => place.ask('PUT /bucket'));
after(() => place.remove());

test('A checksum that comes with an upload is held against it, kept, and given to who asks', async () => {
  const crc32 = { 'x-amz-checksum-crc32': 'NhCmhg==' };
  assert.equal(
    (await place.ask('PUT /bucket/k', 'hello', crc32)).headers['x-amz-checksum-crc32'],
    'NhCmhg==',
  );
  const { headers } = await place.ask('HEAD /bucket/k', '', { 'x-amz-checksum-mode': 'ENABLED' });
  assert.equal(headers['x-amz-checksum-crc32'], 'NhCmhg==');
  await place.refuses('BadDigest', 'PUT /bucket/k', 'hellO', crc32);
});

test('An upload that is too large, or says too much of itself, is refused', async () => {
  await place.refuses('EntityTooLarge', 'PUT /bucket/k', 'x', { 'content-length': String(6 * 1024 ** 3) });
  await place.refuses('MetadataTooLarge', 'PUT /bucket/k', 'x', { 'x-amz-meta-a': 'x'.repeat(3000) });
});

test('A value that no header can have is refused', () => {
  checkHeaderValue('a\tb\xe9');
  for (const value of ['a\nb', '\r', '\0', '\u{1F600}'])
    assert.throws(() => checkHeaderValue(value), ServiceRefusal);
});

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { BucketPlace } from '../../../../test/local/bucket-place.ts';

const place = new BucketPlace();
before(() => place.ask('PUT /bucket'));
after(() => place.remove());

describe('An object', () => {
  test('is what was put, with what was said of it, also after a restart', async () => {
    await place.ask('PUT /bucket/k', 'hello', {
      'content-type': 'text/plain',
      'x-amz-meta-a': 'b',
      'content-encoding': 'aws-chunked,gzip',
    });
    place.restart();
    const { body, headers, status } = await place.ask('GET /bucket/k');
    assert.deepEqual([status, body, headers.etag], [200, 'hello', '"5d41402abc4b2a76b9719d911017c592"']);
    assert.deepEqual(
      [headers['content-type'], headers['x-amz-meta-a'], headers['content-encoding']],
      ['text/plain', 'b', 'gzip'],
    );
  });

  test('is read in part', async () => {
    await place.ask('PUT /bucket/k', 'hello');
    await place.gives('GET /bucket/k', 'el', { range: 'bytes=1-2' });
    assert.equal((await place.ask('GET /bucket/k', '', { range: 'bytes=1-2' })).status, 206);
    await place.refuses('InvalidRange', 'GET /bucket/k', '', { range: 'bytes=9-' });
    assert.equal((await place.ask('GET /bucket/k', '', { 'if-none-match': '*' })).status, 304);
  });

  test('has a key of any bytes, and no key is a path', async () => {
    for (const key of [
      '../../x',
      '/',
      'a\0b',
      'é\u{1F600}',
      '.',
      'a//b',
      'x'.repeat(1024),
      '%2e',
      '__proto__',
      'a b+c',
    ]) {
      await place.ask(`PUT /bucket/${key}`, key);
      place.restart();
      await place.gives(`GET /bucket/${key}`, key);
      assert.equal((await place.ask(`DELETE /bucket/${key}`)).status, 204);
      await place.refuses('NoSuchKey', `GET /bucket/${key}`);
    }
    assert.deepEqual(readdirSync(place.directory), ['s3']);
    await place.refuses('KeyTooLongError', `PUT /bucket/${'x'.repeat(1025)}`);
  });

  test('is not put where its digest, its condition or a header of it fails', async () => {
    const md5 = { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
    assert.equal((await place.ask('PUT /bucket/d', 'hello', md5)).status, 200);
    await place.refuses('BadDigest', 'PUT /bucket/d', 'hellO', md5);
    await place.refuses('BadDigest', 'PUT /bucket/d', 'x', { 'x-amz-checksum-crc32': 'AAAAAA==' });
    await place.refuses('InvalidDigest', 'PUT /bucket/d', 'x', { 'content-md5': 'x' });
    await place.refuses('PreconditionFailed', 'PUT /bucket/d', 'x', { 'if-none-match': '*' });
    await place.refuses('NotImplemented', 'PUT /bucket/d', 'x', { 'x-amz-tagging': 'a=b' });
    await place.gives('GET /bucket/d', 'hello');
  });

  test('is copied, with what was said of it or with something else', async () => {
    await place.ask('PUT /bucket/from', 'abc', { 'x-amz-meta-a': 'b' });
    await place.ask('PUT /bucket/to', '', { 'x-amz-copy-source': '/bucket/from' });
    const { body, headers } = await place.ask('GET /bucket/to');
    assert.deepEqual([body, headers['x-amz-meta-a']], ['abc', 'b']);
    await place.refuses('NoSuchKey', 'PUT /bucket/to', '', { 'x-amz-copy-source': 'bucket/none' });
    await place.refuses('InvalidRequest', 'PUT /bucket/to', '', { 'x-amz-copy-source': 'bucket/to' });
  });

  test('whose address asks for headers that cannot be is refused', async () => {
    await place.ask('PUT /bucket/k', 'hello');
    await place.refuses('InvalidArgument', 'GET /bucket/k?response-content-type=a%0Ab');
    assert.equal(
      (await place.ask('GET /bucket/k?response-content-type=text/x')).headers['content-type'],
      'text/x',
    );
  });

  test('is deleted among many, and what is not there is as good as deleted', async () => {
    await place.ask('PUT /bucket/k', 'hello');
    const { body } = await place.ask(
      'POST /bucket?delete',
      '<Delete><Object><Key>k</Key></Object><Object><Key>&lt;</Key></Object></Delete>',
    );
    assert.match(body, /<Key>k<\/Key>[\s\S]*<Key>&lt;<\/Key>/);
    await place.refuses('MalformedXML', 'POST /bucket?delete', '<Delete/>');
  });

  test('that is replaced or deleted leaves no file', async () => {
    const mine = new BucketPlace();
    await mine.ask('PUT /bucket');
    for (const body of ['1', '2', '3']) await mine.ask('PUT /bucket/k', body);
    await mine.ask('DELETE /bucket/k');
    while (readdirSync(join(mine.directory, 's3')).length > 0) await new Promise(setImmediate);
    mine.remove();
  });
});

describe('EventBridge', () => {
  test('is told of objects where a bucket says so', async () => {
    const mine = new BucketPlace();
    await mine.ask('PUT /bucket');
    await mine.ask('PUT /bucket/silent', '1');
    await mine.ask(
      'PUT /bucket?notification',
      '<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>',
    );
    await mine.ask('PUT /bucket/k', '1');
    await mine.ask('DELETE /bucket/none');
    await mine.ask('DELETE /bucket/k');
    assert.deepEqual(await mine.events(), [
      { type: 'Object Created', reason: 'PutObject', key: 'k' },
      { type: 'Object Deleted', reason: 'DeleteObject', key: 'k' },
    ]);
    mine.remove();
  });
});

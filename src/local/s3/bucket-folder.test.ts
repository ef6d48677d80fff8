import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { FolderPlace } from '../../../test/local/folder-place.ts';

const place = new FolderPlace();
place.put('bucket/a/b.txt', 'hello');
after(() => place.remove());

describe('A file in a folder of buckets', () => {
  test('is an object as it is on disk, at once', async () => {
    await place.gives('GET /bucket/a/b.txt', 'hello');
    place.put('bucket/a/b.txt', 'hellO!');
    const { headers, body } = await place.ask('GET /bucket/a/b.txt');
    assert.deepEqual(
      [body, headers['content-type'], headers.etag],
      ['hellO!', 'text/plain', '"f3b2aee9375f5977a28d5e7fef3790d0"'],
    );
    await place.gives('GET /bucket?list-type=2&prefix=a/', /<Key>a\/b.txt<.*<Size>6</);
    await place.gives('GET /bucket/a/b.txt', 'ell', { range: 'bytes=1-3' });
    await place.gives('GET /', /<Name>bucket</);
  });

  test('is what the API puts, copies, assembles and deletes', async () => {
    const { headers } = await place.ask('PUT /bucket/new/x', 'abc', { 'x-amz-meta-a': 'b' });
    assert.equal(read('bucket/new/x'), 'abc');
    const answer = await place.ask('GET /bucket/new/x');
    assert.deepEqual([answer.headers.etag, answer.headers['x-amz-meta-a']], [headers.etag, 'b']);
    await place.ask('PUT /bucket/copy', '', { 'x-amz-copy-source': 'bucket/new/x' });
    assert.equal(read('bucket/copy'), 'abc');
    await place.ask('DELETE /bucket/copy');
    assert.deepEqual(readdirSync(join(place.folder, 'bucket', 'new')), ['x']);
    await place.refuses('NoSuchKey', 'GET /bucket/copy');
    assert.deepEqual(readdirSync(join(place.folder, '.stepwell-uploads')), []);
    assert.deepEqual(readdirSync(join(place.directory, 's3')), []);
  });

  test('is made of the parts of an upload', async () => {
    const { body } = await place.ask('POST /bucket/parts.bin?uploads');
    const id = /<UploadId>(\w+)</.exec(body)?.[1];
    const part = await place.ask(`PUT /bucket/parts.bin?partNumber=1&uploadId=${id}`, 'one');
    place.restart();
    const xml = `<Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part>`;
    const call = `POST /bucket/parts.bin?uploadId=${id}`;
    const done = await place.ask(call, `<CompleteMultipartUpload>${xml}</CompleteMultipartUpload>`);
    assert.match(done.body, /-1&quot;/);
    assert.equal(read('bucket/parts.bin'), 'one');
    assert.match((await place.ask('HEAD /bucket/parts.bin')).headers.etag ?? '', /-1"$/);
    await place.gives('GET /bucket/parts.bin?partNumber=1', 'one');
  });

  test('has a key that can be a path, or is refused by name', async () => {
    for (const key of ['../x', 'a//b', '/x', 'a\0b', 'a/', './x', 'a/../../x', 'x'.repeat(256)]) {
      await place.refuses('InvalidArgument', `PUT /bucket/${key}`, 'x');
      await place.refuses('InvalidArgument', `DELETE /bucket/${key}`);
      await place.refuses('InvalidArgument', `POST /bucket/${key}?uploads`);
      await place.refuses('NoSuchKey', `GET /bucket/${key}`);
    }
    await place.refuses('InvalidArgument', 'PUT /bucket/a', 'a folder is there');
    await place.refuses('InvalidArgument', 'PUT /bucket/a/b.txt/c', 'a file is there');
    assert.deepEqual(readdirSync(place.folder).sort(), ['.stepwell-uploads', 'bucket']);
  });

  test('is never beyond a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 's3-outside-'));
    symlinkSync(outside, join(place.folder, 'bucket', 'link'));
    symlinkSync(outside, join(place.folder, 'linked-bucket'));
    symlinkSync('/etc/passwd', join(place.folder, 'bucket', 'passwd'));
    mkdirSync(join(outside, 'sub'));
    await place.refuses('NoSuchKey', 'GET /bucket/passwd');
    await place.refuses('NoSuchBucket', 'GET /linked-bucket');
    for (const key of ['link/x', 'link/sub/x', 'link/new/x'])
      await place.refuses('InvalidArgument', `PUT /bucket/${key}`, 'x');
    await place.gives('GET /bucket?list-type=2&prefix=link/', /<KeyCount>0</);
    assert.deepEqual(readdirSync(outside), ['sub']);
    assert.equal((await place.ask('DELETE /bucket/passwd')).status, 204);
    assert.ok(readdirSync(join(place.folder, 'bucket')).includes('passwd'));
    rmSync(outside, { recursive: true });
  });

  test('is read again only when its size or its time has changed', async () => {
    place.put('bucket/same', 'one');
    utimesSync(join(place.folder, 'bucket/same'), 1000, 1000);
    const first = (await place.ask('HEAD /bucket/same')).headers.etag;
    place.put('bucket/same', 'two');
    utimesSync(join(place.folder, 'bucket/same'), 1000, 1000);
    assert.equal((await place.ask('HEAD /bucket/same')).headers.etag, first);
    utimesSync(join(place.folder, 'bucket/same'), 1001, 1001);
    assert.notEqual((await place.ask('HEAD /bucket/same')).headers.etag, first);
  });
});

function read(path: string): string {
  return readFileSync(join(place.folder, path), 'utf8');
}

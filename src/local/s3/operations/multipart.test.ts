import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BucketPlace } from '../../../../test/local/bucket-place.ts';

const place = new BucketPlace();
before(() => place.ask('PUT /bucket'));
after(() => place.remove());
const LARGE = 'a'.repeat(5 * 1024 * 1024);

describe('An upload in parts', () => {
  test('becomes one object, also when the server ends on the way', async () => {
    const id = await begun();
    const parts = [await part(id, 1, LARGE), await part(id, 2, 'b')];
    place.restart();
    await part(id, 1, LARGE);
    assert.match((await complete(id, parts)).body, /-2&quot;<\/ETag>/);
    place.restart();
    const { body, headers } = await place.ask('GET /bucket/k');
    assert.equal(body, `${LARGE}b`);
    assert.match(headers.etag ?? '', /^"[0-9a-f]{32}-2"$/);
    await place.gives('GET /bucket/k?partNumber=2', 'b');
    await place.refuses('NoSuchUpload', `GET /bucket/k?uploadId=${id}`);
  });

  test('of parts that are not there, too small or out of order is refused', async () => {
    const id = await begun();
    const [one, two] = [await part(id, 1, 'a'), await part(id, 2, 'b')];
    const code = async (parts: readonly string[]) =>
      /<Code>(\w+)/.exec((await complete(id, parts)).body)?.[1];
    assert.equal(await code([one, two]), 'EntityTooSmall');
    assert.equal(await code([two, one]), 'InvalidPartOrder');
    assert.equal(await code([one.replace('>1<', '>3<')]), 'InvalidPart');
    assert.equal(await code([]), 'MalformedXML');
    await place.gives(`GET /bucket/k?uploadId=${id}`, /<PartNumber>1<.*<PartNumber>2</);
  });

  test('may be given up', async () => {
    const id = await begun();
    await part(id, 1, 'a');
    assert.equal((await place.ask(`DELETE /bucket/k?uploadId=${id}`)).status, 204);
    await place.refuses('NoSuchUpload', `PUT /bucket/k?partNumber=1&uploadId=${id}`, 'x');
  });

  test('may take its parts from other objects', async () => {
    await place.ask('PUT /bucket/from', 'abcdef');
    const id = await begun();
    const headers = { 'x-amz-copy-source': 'bucket/from', 'x-amz-copy-source-range': 'bytes=1-2' };
    const { body } = await place.ask(`PUT /bucket/k?partNumber=1&uploadId=${id}`, '', headers);
    const etag = /&quot;(\w+)&quot;/.exec(body)?.[1];
    await complete(id, [`<Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part>`]);
    await place.gives('GET /bucket/k', 'bc');
  });
});

async function begun(): Promise<string> {
  const { body } = await place.ask('POST /bucket/k?uploads');
  return /<UploadId>(\w+)</.exec(body)?.[1] ?? '';
}

async function part(id: string, number: number, body: string): Promise<string> {
  const { headers } = await place.ask(`PUT /bucket/k?partNumber=${number}&uploadId=${id}`, body);
  return `<Part><PartNumber>${number}</PartNumber><ETag>${headers.etag}</ETag></Part>`;
}

function complete(id: string, parts: readonly string[]) {
  const xml = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
  return place.ask(`POST /bucket/k?uploadId=${id}`, xml);
}

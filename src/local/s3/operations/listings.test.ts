import { after, before, describe, test } from 'node:test';
import { BucketPlace } from '../../../../test/local/bucket-place.ts';

const place = new BucketPlace();
before(async () => {
  await place.ask('PUT /bucket');
  for (const key of ['a/1', 'a/2', 'b', 'c&d']) await place.ask(`PUT /bucket/${key}`, key);
});
after(() => place.remove());

describe('Objects are listed', () => {
  test('in pages', async () => {
    await place.gives(
      'GET /bucket?list-type=2&max-keys=1',
      /<IsTruncated>true<.*<NextContinuationToken>YS8x<.*<Key>a\/1<.*<Size>3</,
    );
    await place.gives('GET /bucket?list-type=2&max-keys=1&continuation-token=YS8x', /<Key>a\/2</);
    await place.gives('GET /bucket?max-keys=1&marker=b', /<IsTruncated>false<.*<Key>c&amp;d</);
    await place.refuses('InvalidArgument', 'GET /bucket?list-type=2&continuation-token=*');
    await place.refuses('InvalidArgument', 'GET /bucket?max-keys=x');
  });

  test('by what they share', async () => {
    await place.gives(
      'GET /bucket?list-type=2&delimiter=/',
      /<KeyCount>3<.*<Key>b<.*<CommonPrefixes><Prefix>a\/</,
    );
    await place.gives('GET /bucket?list-type=2&encoding-type=url&prefix=c', /<Key>c%26d</);
  });
});

import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BucketPlace } from '../../../test/local/bucket-place.ts';
import { FolderPlace } from '../../../test/local/folder-place.ts';

describe('A folder of buckets', () => {
  test('lives beside the store, and comes first where both have a name', async () => {
    const place = new FolderPlace();
    await place.ask('PUT /stored');
    await place.ask('PUT /both');
    await place.ask('PUT /both/k', 'stored');
    place.put('both/f', 'file');
    place.put('No_Bucket/f', 'file');
    await place.gives('GET /', /<Name>both<.*<Name>stored<\/Name>(?!.*Name)/);
    await place.refuses('NoSuchKey', 'GET /both/k');
    rmSync(join(place.folder, 'both'), { recursive: true });
    await place.gives('GET /both/k', 'stored');
    place.remove();
  });

  test('tells EventBridge until a bucket is told not to, and remembers it', async () => {
    const place = new FolderPlace();
    place.put('bucket/k', '1');
    await place.gives('GET /bucket?notification', /<EventBridgeConfiguration>/);
    await place.ask('PUT /bucket?notification', '<NotificationConfiguration/>');
    place.restart();
    await place.ask('PUT /bucket/k', '2');
    assert.deepEqual(await place.news(), []);
    place.remove();
  });

  test('keeps its folders, whatever a call says', async () => {
    const place = new FolderPlace();
    place.put('bucket/k', '1');
    await place.refuses('NotImplemented', 'DELETE /bucket');
    place.remove();
  });

  test('that is away is not available, and all is there when it is back', async () => {
    const place = new FolderPlace();
    place.put('bucket/k', '1');
    await place.gives('GET /bucket/k', '1');
    renameSync(place.folder, `${place.folder}~`);
    await place.refuses('ServiceUnavailable', 'GET /');
    await place.refuses('NoSuchBucket', 'GET /bucket/k');
    renameSync(`${place.folder}~`, place.folder);
    await place.gives('GET /bucket/k', '1');
    place.remove();
  });

  test('is nobody else’s', async () => {
    const [place, other] = [new FolderPlace(), new BucketPlace()];
    place.put('bucket/k', '1');
    await other.refuses('NoSuchBucket', 'GET /bucket');
    place.remove();
    other.remove();
  });
});

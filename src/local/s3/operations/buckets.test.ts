import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { BucketPlace } from '../../../../test/local/bucket-place.ts';

const place = new BucketPlace();
after(() => place.remove());

describe('A bucket', () => {
  test('is there until it is deleted, which it must be empty for', async () => {
    await place.ask('PUT /one-bucket');
    place.restart();
    await place.gives('GET /', /<Name>one-bucket<\/Name>/);
    assert.equal((await place.ask('HEAD /one-bucket')).status, 200);
    await place.ask('PUT /one-bucket/k', 'x');
    await place.refuses('BucketNotEmpty', 'DELETE /one-bucket');
    await place.ask('DELETE /one-bucket/k');
    assert.equal((await place.ask('DELETE /one-bucket')).status, 204);
    await place.refuses('NoSuchBucket', 'PUT /one-bucket/k', 'x');
  });

  test('is in the region that it was asked for', async () => {
    await place.ask('PUT /in-frankfurt', '<C><LocationConstraint>eu-central-1</LocationConstraint></C>');
    await place.gives('GET /in-frankfurt?location', />eu-central-1</);
    await place.refuses('InvalidBucketName', 'PUT /No');
  });

  test('tells EventBridge, or nobody', async () => {
    await place.ask('PUT /telling');
    await place.refuses(
      'NotImplemented',
      'PUT /telling?notification',
      '<NotificationConfiguration><TopicConfiguration/></NotificationConfiguration>',
    );
    await place.ask(
      'PUT /telling?notification',
      '<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>',
    );
    place.restart();
    await place.gives('GET /telling?notification', /<EventBridgeConfiguration>/);
  });

  test('has no tags, no versions, and says what else is not here', async () => {
    await place.ask('PUT /plain-one');
    await place.refuses('NoSuchTagSet', 'GET /plain-one?tagging');
    await place.gives('GET /plain-one?versioning', /VersioningConfiguration/);
    await place.refuses('NotImplemented', 'PUT /plain-one?policy', '{}');
    await place.refuses('NotImplemented', 'PATCH /plain-one');
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newBucket } from './bucket.ts';
import { type Happened, objectEvent } from './object-events.ts';

test('An upload is told with the members that AWS has', () => {
  const { detail, ...event } = told({
    what: 'Object Created',
    object: { bytes: 20, etag: 'e' },
    reason: 'PutObject',
  });
  assert.deepEqual(event, {
    ...{ version: '0', id: 'i', 'detail-type': 'Object Created', source: 'aws.s3', account: '123456789012' },
    ...{ time: '1970-01-01T00:00:01Z', region: 'eu-west-1', resources: ['arn:aws:s3:::b'] },
  });
  assert.deepEqual(detail, {
    ...{ version: '0', bucket: { name: 'b' }, object: { key: 'k"', size: 20, etag: 'e', sequencer: '0A' } },
    ...{
      'request-id': '0123456789ABCDEF',
      requester: '123456789012',
      'source-ip-address': '::1',
      reason: 'PutObject',
    },
  });
});

test('A deletion tells of which kind it is', () => {
  const { detail } = told({ what: 'Object Deleted', reason: 'DeleteObject' });
  assert.equal(detail['deletion-type'], 'Permanently Deleted');
  assert.deepEqual(detail.object, { key: 'k"', sequencer: '0A' });
});

function told(happened: Pick<Happened, 'what' | 'object' | 'reason'>) {
  const record = { region: 'eu-west-1', createdAt: 0, isToldToEventBridge: true };
  const bucket = newBucket('123456789012', 'b', { record, version: 1 });
  const by = { requestId: '01234567-89ab-cdef-0123-456789abcdef', account: '123456789012', address: '::1' };
  return JSON.parse(objectEvent(bucket, { ...happened, key: 'k"', by, sequencer: '0A', at: 1000, id: 'i' }));
}

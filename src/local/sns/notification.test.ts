import assert from 'node:assert/strict';
import { createVerify } from 'node:crypto';
import { describe, test } from 'node:test';
import { TopicPlace } from '../../../test/local/topic-place.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('A notification', () => {
  test('is signed with the key that SigningCertURL shows', async () => {
    const place = new TopicPlace();
    await place.subscribe(await place.topic(), 'sqs', QUEUE);
    await place.publish(await place.topic(), 'a');
    const document = JSON.parse(place.enqueued[0]?.MessageBody ?? '');
    const fields = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'];
    const text = fields.map((name) => `${name}\n${document[name]}\n`).join('');
    const { body } = await place.page('GET', document.SigningCertURL);
    assert.ok(createVerify('sha1').update(text).verify(body, document.Signature, 'base64'));
  });

  test('reaches functions as their event', async () => {
    const place = new TopicPlace();
    await place.subscribe(await place.topic(), 'lambda', FUNCTION);
    const id = await place.publish(await place.topic(), 'a');
    const event = JSON.parse(place.invoked[0]?.payload ?? '');
    assert.equal(event.Records[0].EventSource, 'aws:sns');
    assert.deepEqual([event.Records[0].Sns.Message, event.Records[0].Sns.MessageId], ['a', id]);
  });
});

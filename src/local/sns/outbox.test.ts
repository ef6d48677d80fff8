import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TopicPlace } from '../../../test/local/topic-place.ts';
import { Unavailable } from '../../base/unavailable.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';

describe('Delivery', () => {
  test('goes on after a restart, and leaves nothing behind', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    place.mailFailure = new Unavailable('no mail server');
    await place.call('Publish', { PhoneNumber: '+15551234567', Message: 'a' });
    await place.publish(topic, 'to nobody');
    await place.restart();
    place.mailFailure = undefined;
    await place.clock.pass(60_000);
    await place.settled();
    assert.deepEqual(
      place.mails.map(({ text }) => text),
      ['a'],
    );
    assert.deepEqual(
      [...(await place.documents.keys('sns-message')), ...(await place.documents.keys('sns-delivery'))],
      [],
    );
  });

  test('is tried again, later and later, and given up in the end', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'http', 'http://hook.example/x');
    await place.page('GET', JSON.parse(place.posted[0]?.body ?? '').SubscribeURL);
    place.status = 500;
    await place.publish(topic, 'a');
    assert.equal(place.posted.length, 2);
    await place.clock.pass(1000);
    await place.settled();
    assert.equal(place.posted.length, 3);
    await place.clock.pass(1999);
    await place.settled();
    assert.equal(place.posted.length, 3);
    await place.clock.pass(1);
    await place.settled();
    assert.equal(place.posted.length, 4);
    place.status = 200;
    await place.clock.pass(4000);
    await place.settled();
    assert.deepEqual(await place.documents.keys('sns-delivery'), []);
  });

  test('is not tried again when the endpoint refuses it', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'http', 'http://hook.example/x');
    await place.page('GET', JSON.parse(place.posted[0]?.body ?? '').SubscribeURL);
    place.status = 404;
    await place.publish(topic, 'a');
    assert.deepEqual(await place.documents.keys('sns-delivery'), []);
  });

  test('is acknowledged only when it is on disk', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    await place.subscribe(TopicArn, 'sqs', QUEUE);
    place.documents.failure = new Unavailable('The disk is full');
    await place.refuses(place.call('Publish', { TopicArn, Message: 'a' }), 'ServiceUnavailable');
    place.documents.failure = undefined;
    await place.settled();
    assert.deepEqual([place.enqueued, place.defects], [[], []]);
  });

  test('to the rest goes on when the topic is deleted', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    await place.subscribe(TopicArn, 'sqs', QUEUE);
    const published = place.call('Publish', { TopicArn, Message: 'a' });
    await published;
    await place.call('DeleteTopic', { TopicArn });
    await place.settled();
    assert.equal(place.enqueued.length, 1);
    assert.doesNotMatch(await place.call('ListSubscriptions'), /<member>/);
  });
});

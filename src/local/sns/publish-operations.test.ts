import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TopicPlace } from '../../../test/local/topic-place.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';

describe('What is published', () => {
  test('may have texts of its own for protocols', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'sqs', QUEUE, { RawMessageDelivery: 'true' });
    const structure = { MessageStructure: 'json' };
    await place.publish(topic, '{"default":"d","sqs":"q"}', structure);
    await place.publish(topic, '{"default":"d"}', structure);
    assert.deepEqual(
      place.enqueued.map(({ MessageBody }) => MessageBody),
      ['q', 'd'],
    );
    const input = { TopicArn: topic, Message: '{"sqs":"q"}', ...structure };
    await place.refuses(place.call('Publish', input), 'InvalidParameter', /No default entry/);
  });

  test('to a telephone number lies in the mailbox', async () => {
    const place = new TopicPlace();
    await place.call('Publish', { PhoneNumber: '+15551234567', Message: 'code' });
    await place.settled();
    assert.deepEqual(place.mails, [{ fromName: 'SMS', to: '+15551234567', subject: 'SMS', text: 'code' }]);
    await place.refuses(place.call('Publish', { PhoneNumber: '555', Message: 'x' }), 'InvalidParameter');
  });

  test('reaches telephones that are subscribed, in the mailbox', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    assert.match(await place.subscribe(topic, 'sms', '+15551234567'), /^arn:aws:sns:/);
    await place.publish(topic, 'code');
    assert.deepEqual(place.mails, [{ fromName: 'SMS', to: '+15551234567', subject: 'SMS', text: 'code' }]);
  });

  test('is refused when it is no message', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    const wrong = [
      { Message: '' },
      { Message: 'x'.repeat(262_145) },
      { Message: 'a', Subject: 'a\r\nBcc: x@y.z' },
      { Message: 'a', Subject: 'x'.repeat(101) },
      { Message: 'a', MessageStructure: 'xml' },
    ];
    for (const input of wrong)
      await place.refuses(place.call('Publish', { TopicArn, ...input }), 'InvalidParameter');
    await place.refuses(place.call('Publish', { Message: 'a' }), 'InvalidParameter');
    await place.refuses(place.call('Publish', { TopicArn: `${TopicArn}x`, Message: 'a' }), 'NotFound');
  });

  test('in a batch is acknowledged one by one', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    await place.subscribe(TopicArn, 'sqs', QUEUE, { RawMessageDelivery: 'true' });
    const entry = (n: number, text: string) => ({
      [`PublishBatchRequestEntries.member.${n}.Id`]: `m${n}`,
      [`PublishBatchRequestEntries.member.${n}.Message`]: text,
    });
    const answer = await place.call('PublishBatch', { TopicArn, ...entry(1, 'a'), ...entry(2, '') });
    await place.settled();
    assert.match(answer, /<Successful>\s*<member>\s*<Id>m1</);
    assert.match(answer, /<Failed>\s*<member>\s*<Id>m2</);
    assert.deepEqual(
      place.enqueued.map(({ MessageBody }) => MessageBody),
      ['a'],
    );
    await place.refuses(place.call('PublishBatch', { TopicArn }), 'EmptyBatchRequest');
  });
});

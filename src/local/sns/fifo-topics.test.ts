import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TopicPlace } from '../../../test/local/topic-place.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q.fifo';
const RAW = { RawMessageDelivery: 'true' };

describe('A FIFO topic', () => {
  test('numbers what it takes, and hands the place on to its queues', async () => {
    const { place, topic } = await placeOf();
    await place.subscribe(topic, 'sqs', QUEUE, RAW);
    const [first, second] = [await sent(place, topic, 'a', 'x'), await sent(place, topic, 'b', 'y')];
    assert.match(first.sequence, /^\d{20}$/);
    assert.ok(first.sequence < second.sequence);
    assert.deepEqual(place.enqueued, [
      { arn: QUEUE, MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'x' },
      { arn: QUEUE, MessageBody: 'b', MessageGroupId: 'g', MessageDeduplicationId: 'y' },
    ]);
  });

  test('takes the same message once in five minutes, also across a restart', async () => {
    const { place, topic } = await placeOf();
    await place.subscribe(topic, 'sqs', QUEUE, RAW);
    const first = await sent(place, topic, 'a', 'x');
    assert.deepEqual(await sent(place, topic, 'other', 'x'), first);
    await place.restart();
    await place.clock.pass(299_999);
    assert.deepEqual(await sent(place, topic, 'other', 'x'), first);
    await place.clock.pass(1);
    assert.notEqual((await sent(place, topic, 'again', 'x')).sequence, first.sequence);
    assert.deepEqual(
      place.enqueued.map(({ MessageBody }) => MessageBody),
      ['a', 'again'],
    );
    assert.equal((await place.documents.keys('sns-fifo-message')).length, 1);
  });

  test('tells messages apart by their text when it is told to', async () => {
    const { place, topic } = await placeOf({ ContentBasedDeduplication: 'true' });
    assert.deepEqual(await sent(place, topic, 'a'), await sent(place, topic, 'a'));
    assert.notDeepEqual(await sent(place, topic, 'a'), await sent(place, topic, 'b'));
  });

  test('or in each group alone', async () => {
    const { place, topic } = await placeOf({ FifoThroughputScope: 'MessageGroup' });
    const first = await sent(place, topic, 'a', 'x');
    const other = await place.call('Publish', {
      ...{ TopicArn: topic, Message: 'a', MessageGroupId: 'h', MessageDeduplicationId: 'x' },
    });
    assert.ok(!other.includes(first.id));
  });

  test('delivers a group in order, also when an endpoint is away for a while and the server dies', async () => {
    const { place, topic } = await placeOf();
    await place.subscribe(topic, 'sqs', QUEUE, RAW);
    place.hasQueues = false;
    for (const text of ['1', '2', '3']) await sent(place, topic, text, text);
    await place.restart();
    place.hasQueues = true;
    await sent(place, topic, '4', '4');
    assert.deepEqual(place.enqueued, []);
    await place.clock.pass(60_000);
    await place.settled();
    assert.deepEqual(
      place.enqueued.map(({ MessageBody }) => MessageBody),
      ['1', '2', '3', '4'],
    );
  });

  test('says the number in what queues get, unsigned, and a standard queue gets no deduplication', async () => {
    const { place, topic } = await placeOf();
    await place.subscribe(topic, 'sqs', QUEUE.replace('.fifo', ''));
    const { sequence } = await sent(place, topic, 'a', 'x');
    const [{ MessageBody = '', ...rest } = {}] = place.enqueued;
    const { SequenceNumber, Signature } = JSON.parse(MessageBody);
    assert.deepEqual([SequenceNumber, Signature], [sequence, undefined]);
    assert.deepEqual(rest, { arn: QUEUE.replace('.fifo', ''), MessageGroupId: 'g' });
  });

  test('takes a batch in its order, each message once', async () => {
    const { place, topic } = await placeOf({ ContentBasedDeduplication: 'true' });
    await place.subscribe(topic, 'sqs', QUEUE, RAW);
    const entries = ['a', 'b', 'a'].flatMap((text, i) => [
      [`PublishBatchRequestEntries.member.${i + 1}.Id`, `m${i}`],
      [`PublishBatchRequestEntries.member.${i + 1}.Message`, text],
      [`PublishBatchRequestEntries.member.${i + 1}.MessageGroupId`, 'g'],
    ]);
    const answer = await place.call('PublishBatch', { TopicArn: topic, ...Object.fromEntries(entries) });
    await place.settled();
    const numbers = [...answer.matchAll(/<SequenceNumber>(\d+)</g)].map(([, number]) => number);
    assert.deepEqual([numbers.length, numbers[0] === numbers[2]], [3, true]);
    assert.deepEqual(
      place.enqueued.map(({ MessageBody }) => MessageBody),
      ['a', 'b'],
    );
  });

  test('that is made anew has taken nothing', async () => {
    const { place, topic } = await placeOf();
    const first = await sent(place, topic, 'a', 'x');
    await place.call('DeleteTopic', { TopicArn: topic });
    assert.deepEqual(await place.documents.keys('sns-fifo-message'), []);
    await fifo(place);
    assert.notDeepEqual(await sent(place, topic, 'a', 'x'), first);
  });

  test('refuses what has no place in it', async () => {
    const { place, topic: TopicArn } = await placeOf();
    const publish = (more: Readonly<Record<string, string>>) =>
      place.call('Publish', { TopicArn, Message: 'm', ...more });
    await place.refuses(
      publish({ MessageDeduplicationId: 'x' }),
      'InvalidParameter',
      /MessageGroupId parameter is required/,
    );
    await place.refuses(
      publish({ MessageGroupId: 'g' }),
      'InvalidParameter',
      /ContentBasedDeduplication enabled/,
    );
    await place.refuses(
      publish({ MessageGroupId: 'a b', MessageDeduplicationId: 'x' }),
      'InvalidParameter',
      /MessageGroupId/,
    );
    const subscribe = { TopicArn, Protocol: 'email', Endpoint: 'a@b.example' };
    await place.refuses(
      place.call('Subscribe', subscribe),
      'InvalidParameter',
      /Invalid protocol type: email/,
    );
  });
});

test('A FIFO queue is none for a standard topic', async () => {
  const place = new TopicPlace();
  const TopicArn = await place.topic();
  const wanted = { TopicArn, Protocol: 'sqs', Endpoint: QUEUE };
  await place.refuses(place.call('Subscribe', wanted), 'InvalidParameter', /standard SNS topics/);
});

test('The settings of FIFO topics are no settings of others', async () => {
  const place = new TopicPlace();
  const named = (Name: string, key: string, value: string) =>
    place.call('CreateTopic', { Name, 'Attributes.entry.1.key': key, 'Attributes.entry.1.value': value });
  await place.refuses(named('t', 'FifoTopic', 'true'), 'InvalidParameter', /must end with .fifo/);
  await place.refuses(
    named('t', 'ContentBasedDeduplication', 'true'),
    'InvalidParameter',
    /only be set for FIFO/,
  );
  assert.match(
    await place.call('GetTopicAttributes', { TopicArn: await fifo(place) }),
    /FifoTopic[\s\S]*true/,
  );
});

async function placeOf(attributes: Readonly<Record<string, string>> = {}) {
  const place = new TopicPlace();
  return { place, topic: await fifo(place, attributes) };
}

async function fifo(place: TopicPlace, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const entries = Object.entries({ FifoTopic: 'true', ...attributes }).flatMap(([key, value], i) => [
    [`Attributes.entry.${i + 1}.key`, key],
    [`Attributes.entry.${i + 1}.value`, value],
  ]);
  return await place.topic('t.fifo', Object.fromEntries(entries));
}

async function sent(place: TopicPlace, TopicArn: string, Message: string, id?: string) {
  const answer = await place.call('Publish', {
    ...{ TopicArn, Message, MessageGroupId: 'g' },
    ...(id === undefined ? {} : { MessageDeduplicationId: id }),
  });
  await place.settled();
  const [, messageId = ''] = /<MessageId>([^<]+)/.exec(answer) ?? [];
  const [, sequence = ''] = /<SequenceNumber>([^<]+)/.exec(answer) ?? [];
  return { id: messageId, sequence };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Message, QueuePlace } from '../../../test/local/queue-place.ts';
import { Unavailable } from '../../base/unavailable.ts';

describe('A queue', () => {
  test('has after a restart what it has acknowledged', async () => {
    const { place, url } = await standard();
    await place.send(url, 'a');
    place.restart();
    assert.deepEqual(await place.bodies(url), ['a']);
  });

  test('hides what was received until its visibility timeout, also after a restart', async () => {
    const { place, url } = await standard();
    await place.send(url, 'a');
    await place.receive(url);
    place.restart();
    await place.clock.pass(29_999);
    assert.deepEqual(await place.bodies(url), []);
    await place.clock.pass(1);
    const [again] = await place.receive(url, { AttributeNames: ['ApproximateReceiveCount'] });
    assert.deepEqual(again?.Attributes, { ApproximateReceiveCount: '2' });
  });

  test('deletes by receipt, and for ever', async () => {
    const { place, url } = await standard();
    await place.send(url, 'a');
    const { ReceiptHandle } = only(await place.receive(url));
    await place.call('DeleteMessage', { QueueUrl: url, ReceiptHandle });
    await place.call('DeleteMessage', { QueueUrl: url, ReceiptHandle });
    await place.clock.pass(30_000);
    place.restart();
    assert.deepEqual(await place.bodies(url), []);
  });

  test('keeps what was received again since', async () => {
    const { place, url } = await standard();
    await place.send(url, 'a');
    const { ReceiptHandle } = only(await place.receive(url));
    await place.clock.pass(30_000);
    await place.receive(url);
    await place.call('DeleteMessage', { QueueUrl: url, ReceiptHandle });
    await place.clock.pass(30_000);
    assert.deepEqual(await place.bodies(url), ['a']);
  });

  test('shows at once what is given back', async () => {
    const { place, url } = await standard();
    await place.send(url, 'a');
    const { ReceiptHandle } = only(await place.receive(url));
    const back = { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 };
    await place.call('ChangeMessageVisibility', back);
    await place.refuses(place.call('ChangeMessageVisibility', back), 'MessageNotInflight');
    assert.deepEqual(await place.bodies(url), ['a']);
  });

  test('a delayed message comes later', async () => {
    const { place, url } = await standard({ DelaySeconds: '5' });
    await place.send(url, 'late');
    await place.send(url, 'now', { DelaySeconds: 0 });
    assert.deepEqual(await place.bodies(url), ['now']);
    await place.clock.pass(5000);
    assert.deepEqual(await place.bodies(url), ['late']);
  });

  test('a long poll ends with the first message', async () => {
    const { place, url } = await standard();
    const polled = place.bodies(url, { WaitTimeSeconds: 20 });
    await settled();
    await place.send(url, 'a');
    assert.deepEqual(await polled, ['a']);
  });

  test('a long poll ends when its time is over, or its client goes', async () => {
    const { place, url } = await standard();
    const polled = place.bodies(url, { WaitTimeSeconds: 20 });
    await settled();
    await place.clock.pass(20_000);
    assert.deepEqual(await polled, []);
    const abort = new AbortController();
    const input = { QueueUrl: url, WaitTimeSeconds: 20 };
    const left = place.call('ReceiveMessage', input, { signal: abort.signal });
    await settled();
    abort.abort();
    assert.deepEqual(await left, {});
  });

  test('a long poll sees what comes back', async () => {
    const { place, url } = await standard({ VisibilityTimeout: '3' });
    await place.send(url, 'a');
    await place.receive(url);
    const polled = place.bodies(url, { WaitTimeSeconds: 20 });
    await settled();
    await place.clock.pass(3000);
    assert.deepEqual(await polled, ['a']);
  });

  test('drops what is older than it keeps messages', async () => {
    const { place, url } = await standard({ MessageRetentionPeriod: '60' });
    await place.send(url, 'a');
    await place.clock.pass(60_000);
    assert.deepEqual(await place.bodies(url), []);
  });

  test('gives up what was received in vain too often', async () => {
    const place = new QueuePlace();
    const dead = await place.queue('dead');
    const arn = 'arn:aws:sqs:us-east-1:123456789012:dead';
    const policy = { deadLetterTargetArn: arn, maxReceiveCount: 2 };
    const url = await place.queue('q', { VisibilityTimeout: '0', RedrivePolicy: JSON.stringify(policy) });
    const id = await place.send(url, 'a');
    for (let i = 0; i < 2; i++) assert.deepEqual(await place.bodies(url), ['a']);
    assert.deepEqual(await place.bodies(url), []);
    place.restart();
    const moved = only(await place.receive(dead, { AttributeNames: ['DeadLetterQueueSourceArn'] }));
    assert.equal(moved.MessageId, id);
    assert.deepEqual(moved.Attributes, {
      DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:123456789012:q',
    });
  });

  test('whose write has failed acknowledges nothing and goes by the disk again', async () => {
    const { place, url } = await standard();
    await place.send(url, 'a');
    place.documents.failure = new Unavailable('The disk is full');
    await place.refuses(place.send(url, 'b'), 'ServiceUnavailable');
    await place.refuses(place.receive(url), 'ServiceUnavailable');
    place.documents.failure = undefined;
    assert.deepEqual(await place.bodies(url), ['a']);
  });
});

describe('A FIFO queue', () => {
  test('keeps the order of a group, one after another', async () => {
    const { place, url } = await fifo();
    for (const body of ['1', '2', '3']) await place.send(url, body, { MessageGroupId: 'g' });
    await place.send(url, 'x', { MessageGroupId: 'h' });
    const first = await place.receive(url, { MaxNumberOfMessages: 1 });
    assert.deepEqual(await place.bodies(url), ['x']);
    await place.call('DeleteMessage', { QueueUrl: url, ReceiptHandle: only(first).ReceiptHandle });
    place.restart();
    assert.deepEqual(await place.bodies(url), ['2', '3']);
  });

  test('takes the same message once in five minutes, also after a restart', async () => {
    const { place, url } = await fifo();
    const group = { MessageGroupId: 'g' };
    const id = await place.send(url, 'a', group);
    assert.equal(await place.send(url, 'a', group), id);
    place.restart();
    assert.equal(await place.send(url, 'a', group), id);
    await place.clock.pass(300_000);
    assert.notEqual(await place.send(url, 'a', group), id);
    assert.deepEqual(await place.bodies(url), ['a', 'a']);
  });

  test('takes the same message once when it comes twice at a time', async () => {
    const { place, url } = await fifo();
    const more = { MessageGroupId: 'g', MessageDeduplicationId: 'd' };
    const ids = await Promise.all([place.send(url, 'a', more), place.send(url, 'b', more)]);
    assert.equal(new Set(ids).size, 1);
    assert.deepEqual(await place.bodies(url), ['a']);
  });

  test('tells nobody of a message that was not written', async () => {
    const { place, url } = await fifo();
    place.documents.failure = new Unavailable('The disk is full');
    const more = { MessageGroupId: 'g' };
    const sent = await Promise.allSettled([place.send(url, 'a', more), place.send(url, 'a', more)]);
    assert.deepEqual(
      sent.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    place.documents.failure = undefined;
    await place.send(url, 'a', more);
    assert.deepEqual(await place.bodies(url), ['a']);
  });

  test('deduplicates within groups when told to', async () => {
    const { place, url } = await fifo({ DeduplicationScope: 'messageGroup' });
    await place.send(url, 'a', { MessageGroupId: 'g' });
    await place.send(url, 'a', { MessageGroupId: 'h' });
    assert.equal((await place.bodies(url)).length, 2);
  });

  test('gives rising numbers of 20 digits', async () => {
    const { place, url } = await fifo();
    const numbers: string[] = [];
    for (const body of ['a', 'b', 'c']) {
      const input = { QueueUrl: url, MessageBody: body, MessageGroupId: 'g' };
      numbers.push(String((await place.call('SendMessage', input)).SequenceNumber));
      if (body === 'b') place.restart();
    }
    assert.deepEqual(numbers.toSorted(), numbers);
    assert.ok(numbers.every((one) => /^\d{20}$/.test(one)));
  });

  test('refuses a receipt that has expired', async () => {
    const { place, url } = await fifo();
    await place.send(url, 'a', { MessageGroupId: 'g' });
    const { ReceiptHandle } = only(await place.receive(url));
    await place.clock.pass(30_000);
    const call = place.call('DeleteMessage', { QueueUrl: url, ReceiptHandle });
    await place.refuses(call, 'InvalidParameterValueException');
  });
});

async function standard(attributes: Readonly<Record<string, string>> = {}) {
  const place = new QueuePlace();
  return { place, url: await place.queue('q', attributes) };
}

async function fifo(attributes: Readonly<Record<string, string>> = {}) {
  const place = new QueuePlace();
  const all = { FifoQueue: 'true', ContentBasedDeduplication: 'true', ...attributes };
  return { place, url: await place.queue('q.fifo', all) };
}

function only(messages: readonly Message[]): Message {
  assert.equal(messages.length, 1);
  const [message] = messages;
  assert.ok(message);
  return message;
}

/** A call that waits has come to wait: the store answers within some turns of the loop. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { QueuePlace } from '../../../test/local/queue-place.ts';

const TEXT = { DataType: 'String', StringValue: 'x' };
const BYTES = { DataType: 'Binary', BinaryValue: 'AAEC' };

describe('Operations on messages', () => {
  test('a message has the attributes that are asked for', async () => {
    const { place, url } = await placeOf();
    const attributes = { 'a.b': TEXT, 'a.c': BYTES, d: { DataType: 'Number.int', StringValue: '-1.5e3' } };
    const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
    await place.send(url, 'hello', { MessageAttributes: attributes, MessageSystemAttributes: trace });
    const ask = { VisibilityTimeout: 0, AttributeNames: ['All'], MessageAttributeNames: ['a.*'] };
    const [message] = await place.receive(url, ask);
    assert.deepEqual(message?.MessageAttributes, { 'a.b': TEXT, 'a.c': BYTES });
    assert.equal(message?.Attributes?.AWSTraceHeader, 'Root=1');
    const [bare] = await place.receive(url, { VisibilityTimeout: 0 });
    assert.deepEqual(Object.keys(bare ?? {}), ['MessageId', 'ReceiptHandle', 'MD5OfBody', 'Body']);
    const [all] = await place.receive(url, { MessageAttributeNames: ['All'] });
    assert.deepEqual(all?.MessageAttributes, attributes);
  });

  test('numbers out of range are refused', async () => {
    const { place, url } = await placeOf();
    for (const more of [
      { MaxNumberOfMessages: 11 },
      { WaitTimeSeconds: 21 },
      { VisibilityTimeout: 43_201 },
    ]) {
      await place.refuses(place.receive(url, more), 'InvalidParameterValueException');
    }
    const wrong = { QueueUrl: url, ReceiptHandle: 'garbage' };
    await place.refuses(place.call('DeleteMessage', wrong), 'ReceiptHandleIsInvalid');
  });

  test('a batch does what it can', async () => {
    const { place, url } = await placeOf();
    const answer = await place.call('SendMessageBatch', {
      QueueUrl: url,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: '' },
      ],
    });
    assert.deepEqual(answer.Failed, [
      {
        Id: 'b',
        SenderFault: true,
        Code: 'MissingParameter',
        Message: 'The request must contain the parameter MessageBody.',
      },
    ]);
    const messages = await place.receive(url);
    assert.equal(messages.length, 1);
    const Entries = [
      { Id: 'a', ReceiptHandle: messages[0]?.ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'x' },
    ];
    const hidden = await place.call('ChangeMessageVisibilityBatch', {
      QueueUrl: url,
      Entries: Entries.map((one) => ({ ...one, VisibilityTimeout: 99 })),
    });
    assert.deepEqual(hidden.Successful, [{ Id: 'a' }]);
    const deleted = await place.call('DeleteMessageBatch', { QueueUrl: url, Entries });
    assert.deepEqual(deleted.Successful, [{ Id: 'a' }]);
  });

  test('a batch that is none is refused as a whole', async () => {
    const { place, url } = await placeOf();
    const batch = (Entries: readonly object[]) => place.call('SendMessageBatch', { QueueUrl: url, Entries });
    const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });
    await place.refuses(batch([]), 'EmptyBatchRequest');
    await place.refuses(batch([entry('a'), entry('a')]), 'BatchEntryIdsNotDistinct');
    await place.refuses(batch([entry('a b')]), 'InvalidBatchEntryId');
    const eleven = Array.from({ length: 11 }, (_, i) => entry(`a${i}`));
    await place.refuses(batch(eleven), 'TooManyEntriesInBatchRequest');
    const large = [entry('a', 'x'.repeat(200_000)), entry('b', 'x'.repeat(100_000))];
    await place.refuses(batch(large), 'BatchRequestTooLong');
    assert.deepEqual(await place.bodies(url), []);
  });
});

async function placeOf() {
  const place = new QueuePlace();
  return { place, url: await place.queue('q') };
}

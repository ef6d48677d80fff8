import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { QueuePlace } from '../../../test/local/queue-place.ts';

describe('SQS in AWS Query', () => {
  test('makes and finds queues', async () => {
    const place = new QueuePlace();
    const made = await place.form(
      'Action=CreateQueue&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=0&Tag.1.Key=k&Tag.1.Value=v',
    );
    assert.match(
      made,
      /<CreateQueueResult>\s*<QueueUrl>http:\/\/localhost:8083\/123456789012\/q<\/QueueUrl>/,
    );
    assert.match(await place.form('Action=ListQueues'), /<QueueUrl>[^<]*\/q<\/QueueUrl>/);
    assert.deepEqual((await place.call('ListQueueTags', { QueueUrl: place.urlOf('q') })).Tags, { k: 'v' });
  });

  test('sends, receives and deletes', async () => {
    const place = new QueuePlace();
    await place.queue('q');
    const path = '/123456789012/q';
    const attribute =
      'MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x';
    const sent = await place.form(`Action=SendMessage&MessageBody=%3Ca%3E&${attribute}`, path);
    assert.match(sent, /<MD5OfMessageBody>[0-9a-f]{32}<\/MD5OfMessageBody>/);
    const received = await place.form(
      'Action=ReceiveMessage&MaxNumberOfMessages=10&AttributeName.1=All&MessageAttributeName.1=All',
      path,
    );
    assert.match(received, /<Body>&lt;a&gt;<\/Body>/);
    assert.match(received, /<Attribute>\s*<Name>ApproximateReceiveCount<\/Name>\s*<Value>1<\/Value>/);
    assert.match(received, /<MessageAttribute>\s*<Name>a<\/Name>\s*<Value>\s*<StringValue>x<\/StringValue>/);
    const handle = /<ReceiptHandle>(.*)<\/ReceiptHandle>/.exec(received)?.[1];
    const deleted = await place.form(`Action=DeleteMessage&ReceiptHandle=${handle}`, path);
    assert.match(deleted, /^<DeleteMessageResponse[^>]*>\s*<ResponseMetadata>/);
  });

  test('has batches', async () => {
    const place = new QueuePlace();
    await place.queue('q');
    const entry = (n: number, body: string) =>
      `SendMessageBatchRequestEntry.${n}.Id=m${n}&SendMessageBatchRequestEntry.${n}.MessageBody=${body}`;
    const sent = await place.form(
      `Action=SendMessageBatch&${entry(1, 'a')}&${entry(2, '')}`,
      '/123456789012/q',
    );
    assert.match(sent, /<SendMessageBatchResultEntry>\s*<Id>m1<\/Id>/);
    assert.match(sent, /<BatchResultErrorEntry>\s*<Id>m2<\/Id>\s*<SenderFault>true</);
  });

  test('has its own codes', async () => {
    const answer = await new QueuePlace().form('Action=GetQueueUrl&QueueName=q');
    assert.match(answer, /<Code>AWS.SimpleQueueService.NonExistentQueue<\/Code>/);
  });
});

import assert from 'node:assert/strict';
import { ACCOUNT, type Result, type SdkTasks } from './sdk-tasks.ts';

/** Every action of SQS that is here, and of SNS, one after another. */
export async function messaging(tasks: SdkTasks): Promise<void> {
  const queue = await queues(tasks);
  await topics(tasks, queue);
}

async function queues(tasks: SdkTasks): Promise<string> {
  const call = (action: string, args: object = {}) => tasks.call(`sqs:${action}`, args);
  const dead = await call('createQueue', { QueueName: 'dead' });
  const { QueueUrl } = await call('createQueue', { QueueName: 'q', Attributes: { DelaySeconds: '0' } });
  const redrive = { deadLetterTargetArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:dead`, maxReceiveCount: 9 };
  await call('setQueueAttributes', { QueueUrl, Attributes: { RedrivePolicy: JSON.stringify(redrive) } });
  const { Attributes } = await call('getQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  assert.equal(Attributes.VisibilityTimeout, '30');
  assert.deepEqual(await call('getQueueUrl', { QueueName: 'q' }), { QueueUrl });
  assert.deepEqual((await call('listQueues', { QueueNamePrefix: 'q' })).QueueUrls, [QueueUrl]);
  assert.deepEqual((await call('listDeadLetterSourceQueues', dead)).QueueUrls ?? [QueueUrl], [QueueUrl]);
  await call('tagQueue', { QueueUrl, Tags: { lower: 'b' } });
  assert.deepEqual(await call('listQueueTags', { QueueUrl }), { Tags: { lower: 'b' } });
  await call('untagQueue', { QueueUrl, TagKeys: ['lower'] });
  await messages(call, QueueUrl);
  return QueueUrl;
}

async function messages(
  call: (action: string, args: object) => Promise<Result>,
  QueueUrl: string,
): Promise<void> {
  const MessageAttributes = { Kind: { DataType: 'String', StringValue: 'x' } };
  const sent = await call('sendMessage', { QueueUrl, MessageBody: { a: [1] }, MessageAttributes });
  assert.deepEqual(Object.keys(sent), ['MD5OfMessageBody', 'MD5OfMessageAttributes', 'MessageId']);
  const receive = { QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 5 };
  const { Messages } = await call('receiveMessage', receive);
  const [{ Body, ReceiptHandle, MessageAttributes: attributes }] = Messages;
  assert.deepEqual([Body, attributes], ['{"a":[1]}', MessageAttributes]);
  await call('changeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 60 });
  await call('deleteMessage', { QueueUrl, ReceiptHandle });
  const batch = await call('sendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'b' }] });
  assert.equal(batch.Successful[0].Id, 'a');
  const [one] = (await call('receiveMessage', receive)).Messages;
  const entry = { Id: 'x', ReceiptHandle: one.ReceiptHandle };
  await call('changeMessageVisibilityBatch', { QueueUrl, Entries: [{ ...entry, VisibilityTimeout: 9 }] });
  assert.deepEqual((await call('deleteMessageBatch', { QueueUrl, Entries: [entry] })).Successful, [
    { Id: 'x' },
  ]);
  await call('purgeQueue', { QueueUrl });
}

async function topics(tasks: SdkTasks, QueueUrl: string): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`sns:${action}`, args);
  const { TopicArn } = await call('createTopic', { Name: 't', Tags: [{ Key: 'a', Value: 'b' }] });
  assert.deepEqual(await call('listTopics'), { Topics: [{ TopicArn }] });
  await call('setTopicAttributes', {
    TopicArn,
    AttributeName: 'DisplayName',
    AttributeValue: 'A <b> & c'.replace(/[<>]/g, ''),
  });
  assert.equal((await call('getTopicAttributes', { TopicArn })).Attributes.DisplayName, 'A b & c');
  await call('tagResource', { ResourceArn: TopicArn, Tags: [{ Key: 'c', Value: 'd' }] });
  await call('untagResource', { ResourceArn: TopicArn, TagKeys: ['a'] });
  assert.deepEqual(await call('listTagsForResource', { ResourceArn: TopicArn }), {
    Tags: [{ Key: 'c', Value: 'd' }],
  });
  const Endpoint = `arn:aws:sqs:us-east-1:${ACCOUNT}:q`;
  const wanted = { TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } };
  const { SubscriptionArn } = await call('subscribe', wanted);
  const shown = { SubscriptionArn, Owner: ACCOUNT, Protocol: 'sqs', Endpoint, TopicArn };
  assert.deepEqual(await call('listSubscriptions'), { Subscriptions: [shown] });
  assert.deepEqual(await call('listSubscriptionsByTopic', { TopicArn }), { Subscriptions: [shown] });
  const change = { AttributeName: 'FilterPolicy', AttributeValue: { Kind: ['x'] } };
  await call('setSubscriptionAttributes', { SubscriptionArn, ...change });
  const { Attributes } = await call('getSubscriptionAttributes', { SubscriptionArn });
  assert.equal(Attributes.FilterPolicy, '{"Kind":["x"]}');
  const MessageAttributes = { Kind: { DataType: 'String', StringValue: 'x' } };
  assert.deepEqual(Object.keys(await call('publish', { TopicArn, Message: { a: 1 }, MessageAttributes })), [
    'MessageId',
  ]);
  const { Messages } = await tasks.call('sqs:receiveMessage', { QueueUrl, WaitTimeSeconds: 10 });
  assert.equal(Messages[0].Body, '{"a":1}');
  const entry = { Id: 'e', Message: 'm' };
  const { Successful, Failed } = await call('publishBatch', {
    TopicArn,
    PublishBatchRequestEntries: [entry],
  });
  assert.deepEqual([Successful[0].Id, Failed], ['e', []]);
  await confirmation(tasks, TopicArn);
  await call('unsubscribe', { SubscriptionArn });
  await call('deleteTopic', { TopicArn });
  await tasks.call('sqs:deleteQueue', { QueueUrl });
}

/** By the link that the mailbox shows. */
async function confirmation(tasks: SdkTasks, TopicArn: string): Promise<void> {
  const asked = { TopicArn, Protocol: 'email', Endpoint: 'ann@example.com' };
  assert.deepEqual(await tasks.call('sns:subscribe', asked), { SubscriptionArn: 'pending confirmation' });
  const Token = await tasks.tokenInMail();
  const { SubscriptionArn } = await tasks.call('sns:confirmSubscription', { TopicArn, Token });
  assert.ok(SubscriptionArn.startsWith(`${TopicArn}:`));
}

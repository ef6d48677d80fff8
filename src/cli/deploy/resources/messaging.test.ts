import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';

const TOPIC = '<TopicArn>arn:aws:sns:us-east-1:123456789012:t</TopicArn>';

describe('SNS and SQS', () => {
  test('a topic is created with its subscriptions and deleted', async () => {
    const script = {
      'sns CreateTopic': TOPIC,
      'sns Subscribe': '<SubscriptionArn>arn:sub</SubscriptionArn>',
    };
    const properties = { TopicName: 't', Subscription: [{ Protocol: 'email', Endpoint: 'a@b.c' }] };
    const { made, lines } = await madeResource('AWS::SNS::Topic', { properties, script });
    assert.equal(made.id, 'arn:aws:sns:us-east-1:123456789012:t');
    assert.deepEqual(lines, [['sns CreateTopic', 'sns Subscribe'], [], ['sns DeleteTopic']]);
  });
  test('a subscription that the topic has no more is ended', async () => {
    const members =
      '<member><SubscriptionArn>arn:sub</SubscriptionArn><Protocol>sqs</Protocol><Endpoint>q</Endpoint></member>';
    const script = { 'sns CreateTopic': TOPIC, 'sns ListSubscriptionsByTopic': members };
    const properties = { TopicName: 't', Subscription: [{ Protocol: 'sqs', Endpoint: 'q' }] };
    const { lines } = await madeResource('AWS::SNS::Topic', {
      properties,
      changed: { Subscription: [] },
      script,
    });
    assert.deepEqual(lines[1], ['sns SetTopicAttributes', 'sns ListSubscriptionsByTopic', 'sns Unsubscribe']);
  });
  test('a subscription has its filter', async () => {
    const properties = { TopicArn: 't', Protocol: 'sqs', Endpoint: 'q', FilterPolicy: { a: [1] } };
    const { inputs } = await madeResource('AWS::SNS::Subscription', {
      properties,
      script: { 'sns Subscribe': '<SubscriptionArn>arn:s</SubscriptionArn>' },
    });
    assert.deepEqual(inputs[1], {
      SubscriptionArn: 'arn:s',
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"a":[1]}',
    });
  });
  test('a queue is created, changed in place and deleted', async () => {
    const script = {
      'sqs GetQueueUrl': { refuse: 'QueueDoesNotExist' },
      'sqs CreateQueue': { QueueUrl: 'http://q' },
    };
    const { made, lines, inputs } = await madeResource('AWS::SQS::Queue', {
      properties: { QueueName: 'q', FifoQueue: true },
      changed: { DelaySeconds: 1 },
      script,
    });
    assert.deepEqual(inputs[1], { QueueName: 'q.fifo', Attributes: { FifoQueue: 'true' } });
    assert.deepEqual(made.attributes, {
      Arn: 'arn:aws:sqs:us-east-1:123456789012:q.fifo',
      QueueName: 'q.fifo',
      QueueUrl: 'http://q',
    });
    assert.deepEqual(lines.slice(1), [['sqs SetQueueAttributes'], ['sqs DeleteQueue']]);
  });
  test('a queue of somebody else is not taken over', async () => {
    const made = madeResource('AWS::SQS::Queue', {
      properties: { QueueName: 'q' },
      script: { 'sqs GetQueueUrl': { QueueUrl: 'x' } },
    });
    await assert.rejects(made, /is none of this stack's/);
  });
  test('policies are set', async () => {
    const queue = await madeResource('AWS::SQS::QueuePolicy', {
      properties: { PolicyDocument: { a: 1 }, Queues: ['u'] },
    });
    assert.deepEqual(queue.inputs, [{ QueueUrl: 'u', Attributes: { Policy: '{"a":1}' } }]);
    const topic = await madeResource('AWS::SNS::TopicPolicy', {
      properties: { PolicyDocument: { a: 1 }, Topics: ['t'] },
    });
    assert.deepEqual(topic.inputs, [{ TopicArn: 't', AttributeName: 'Policy', AttributeValue: '{"a":1}' }]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestedOfSns } from './requested-of-sns.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:t';

describe('A call of SNS', () => {
  test('is about the topic that it names', () => {
    calls(`Action=Publish&TopicArn=${TOPIC}`, ['sns:Publish', TOPIC]);
    calls(`Action=Publish&TargetArn=${TOPIC}`, ['sns:Publish', TOPIC]);
    calls(`Action=PublishBatch&TopicArn=${TOPIC}`, ['sns:Publish', TOPIC]);
    calls(`Action=TagResource&ResourceArn=${TOPIC}`, ['sns:TagResource', TOPIC]);
    calls('Action=CreateTopic&Name=t', ['sns:CreateTopic', TOPIC]);
  });

  test('about a subscription is about its topic, whatever else it names', () => {
    const id = '6a6f1c5e-0000-4000-8000-000000000000';
    calls(`Action=Unsubscribe&SubscriptionArn=${TOPIC}:${id}&TopicArn=x`, ['sns:Unsubscribe', TOPIC]);
  });

  test('in another partition is about the same topic', () => {
    calls(`Action=Publish&TopicArn=${TOPIC.replace('aws', 'aws-cn')}`, ['sns:Publish', TOPIC]);
  });

  test('that names none is about *', () => {
    calls('Action=ListTopics', ['sns:ListTopics', '*']);
    calls('Action=Publish&PhoneNumber=%2B1', ['sns:Publish', '*']);
    calls('Action=Publish&TopicArn=garbage', ['sns:Publish', '*']);
    calls('', ['sns:*', '*']);
  });
});

function calls(body: string, [action, resource]: [string, string]): void {
  const found = requestedOfSns({
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, requestId: 'r' },
    ...{ body: Buffer.from(body), scope: { region: 'us-east-1', account: '123456789012' } },
    signal: new AbortController().signal,
  });
  assert.deepEqual(found, [{ action, resource }]);
}

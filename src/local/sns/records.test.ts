import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSnsArn, subscriptionArn, topicArn } from './records.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const ID = '6a6f1c5e-0000-4000-8000-000000000000';

test('ARNs of topics and subscriptions are read as they are written', () => {
  const subscription = { scope: SCOPE, topic: 't', id: ID };
  assert.deepEqual(parseSnsArn(topicArn(SCOPE, 't')), { ...subscription, id: undefined });
  assert.deepEqual(parseSnsArn(subscriptionArn(subscription)), subscription);
});

test('other ARNs are none of SNS', () => {
  for (const arn of [
    '',
    'arn:aws:sqs:us-east-1:123456789012:t',
    `${topicArn(SCOPE, 't')}:x`,
    topicArn(SCOPE, 'a/b'),
  ]) {
    assert.equal(parseSnsArn(arn), undefined, arn);
  }
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseResource } from './resource.ts';

describe('Resource', () => {
  test('a function ARN calls the function directly', () => {
    for (const arn of [FUNCTION, `${FUNCTION}:3`, `${FUNCTION}:$LATEST`, `${FUNCTION}:prod-1`])
      is(arn, 'function');
  });

  test('a function of the China partition is a function', () => {
    is('arn:aws-cn:lambda:cn-north-1:123456789012:function:Hello', 'function');
  });

  test('an activity ARN names the activity', () => {
    is('arn:aws:states:us-east-1:123456789012:activity:paint', 'activity');
  });

  test('an optimized integration is a service, its action and its pattern', () => {
    calls('arn:aws:states:::lambda:invoke', 'lambda', 'invoke', 'requestResponse');
    calls('arn:aws:states:::sqs:sendMessage.waitForTaskToken', 'sqs', 'sendMessage', 'waitForTaskToken');
    calls('arn:aws:states:::states:startExecution.sync', 'states', 'startExecution', 'sync');
    calls('arn:aws:states:::states:startExecution.sync:2', 'states', 'startExecution', 'sync:2');
  });

  test('an optimized integration may carry region and account', () => {
    calls('arn:aws:states:eu-west-1:123456789012:sns:publish', 'sns', 'publish', 'requestResponse');
  });

  test('an SDK integration keeps its prefix in the service', () => {
    calls('arn:aws:states:::aws-sdk:s3:getObject', 'aws-sdk:s3', 'getObject', 'requestResponse');
    calls(
      'arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken',
      'aws-sdk:s3',
      'getObject',
      'waitForTaskToken',
    );
  });

  test('refuses what AWS does not recognize', () => {
    for (const arn of UNKNOWN) assert.equal(parseResource(arn), undefined, arn);
  });
});

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:Hello';

const UNKNOWN = [
  '',
  'foo:bar',
  '$' + '{lambdaArn',
  `${FUNCTION}:`,
  `${FUNCTION}:$*#$7485`,
  `${FUNCTION}:1:2`,
  'arn:aws:lambda:us-east-1:123456789012:function',
  'arn:aws:states:us-east-1:123456789012:activity:',
  'arn:aws:states:us-east-1:123456789012:activity:a:b',
  'arn:aws:states:us-east-1:123456789012:stateMachine:m',
  'arn:aws:states:::dynamodb:query',
  'arn:aws:states:::dynamodb:getItem.sync',
  'arn:aws:states:::lambda:invoke.sync',
  'arn:aws:states:::lambda:invoke.later',
  'arn:aws:states:::lambda:invoke.sync.sync',
  'arn:aws:states:::aws-sdk:s3:getObject.sync',
  'arn:aws:states:::aws-sdk:s3',
  'arn:aws:states:::aws-sdk:S3:GetObject',
  'arn:aws:sqs:us-east-1:123456789012:queue',
];

function is(arn: string, kind: string): void {
  assert.deepEqual(parseResource(arn), { kind, arn });
}

function calls(arn: string, service: string, action: string, pattern: string): void {
  assert.deepEqual(parseResource(arn), { kind: 'service', arn, service, action, pattern });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { events, logs, schedules, traces } from './sdk-events.ts';
import { functions } from './sdk-functions.ts';
import { gateway } from './sdk-gateway.ts';
import { identity } from './sdk-identity.ts';
import { messaging } from './sdk-messaging.ts';
import { storage } from './sdk-storage.ts';
import { SdkTasks } from './sdk-tasks.ts';
import { standInOperations } from './stand-in-operations.ts';

const tasks = new SdkTasks();
before(() => tasks.start());
after(() => tasks.close());

describe('Task states call every operation', () => {
  test('of SQS and SNS', () => messaging(tasks));
  test('of IAM and STS', () => identity(tasks));
  test('of S3', () => storage(tasks));
  test('of EventBridge', () => events(tasks));
  test('of EventBridge Scheduler', () => schedules(tasks));
  test('of X-Ray', () => traces(tasks));
  test('of CloudWatch Logs', () => logs(tasks));
  test('of Lambda', () => functions(tasks));
  test('of API Gateway', () => gateway(tasks));

  test('that any stand-in has', async () => {
    const left = (await standInOperations(tasks.url)).filter((action) => !tasks.done.has(action));
    assert.deepEqual(left, []);
  });
});

describe('A Task state that is refused has the name of the class in the SDK for Java 2', () => {
  test('for what the service names', async () => {
    const topic = 'arn:aws:sns:us-east-1:123456789012:none';
    await fails(
      'sns:publish',
      { TopicArn: topic, Message: 'm' },
      'Sns.NotFoundException',
      /^Topic does not exist \(Service: Sns, Status Code: 404, Request ID: [\w-]+\) \(SDK Attempt Count: 1\)$/,
    );
    await fails('sqs:getQueueUrl', { QueueName: 'none' }, 'Sqs.QueueDoesNotExistException');
    await fails('iam:getRole', { RoleName: 'none' }, 'Iam.NoSuchEntityException');
    await fails('lambda:getFunction', { FunctionName: 'none' }, 'Lambda.ResourceNotFoundException');
    await fails('apigateway:getRestApi', { RestApiId: 'none' }, 'ApiGateway.NotFoundException');
    await fails('scheduler:getSchedule', { Name: 'none' }, 'Scheduler.ResourceNotFoundException');
    await fails('xray:batchGetTraces', { TraceIds: [] }, 'XRay.InvalidRequestException');
    await fails('eventbridge:describeRule', { Name: 'none' }, 'EventBridge.ResourceNotFoundException');
    await fails('s3:headObject', { Bucket: 'none', Key: 'k' }, 'S3.NoSuchBucketException');
    const execution = 'arn:aws:states:us-east-1:123456789012:execution:m:none';
    await fails('sfn:describeExecution', { ExecutionArn: execution }, 'Sfn.ExecutionDoesNotExistException');
  });

  test('or that of the service', async () => {
    await fails('sts:assumeRole', { RoleArn: 'x', RoleSessionName: 'y' }, 'Sts.StsException');
    await fails('s3:createBucket', { Bucket: 'No' }, 'S3.S3Exception');
    await fails(
      'dynamodb:getItem',
      { TableName: 't' },
      'DynamoDb.DynamoDbException',
      /^There is no dynamodb here: AWS_ENDPOINT_URL_DYNAMODB may name one\./,
    );
  });

  test('of an action that there is none of cannot be created', async () => {
    await assert.rejects(
      tasks.failure('sns:publishTwice'),
      /SCHEMA_VALIDATION_FAILED: .*aws-sdk:sns:publishTwice/,
    );
  });

  test('or States.Runtime for parameters that there are none of', async () => {
    await fails('sns:publish', { Text: 'm' }, 'States.Runtime', /The field "Text" is not supported/);
    await fails('sns:publish', { message: 'm' }, 'States.Runtime', /The field "message" is not supported/);
  });
});

async function fails(action: string, args: object, error: string, cause = /./): Promise<void> {
  const failure = await tasks.failure(action, args);
  assert.equal(failure.error, error, `${action}: ${failure.cause}`);
  assert.match(failure.cause, cause);
}

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
    const all = await standInOperations(tasks.url);
    assert.ok(all.length > 200, `only ${all.length}`);
    const left = all.filter((action) => !tasks.done.has(action));
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

async function fails(
  ...[action, args, error, cause = /./, from = tasks]: [string, object, string, RegExp?, SdkTasks?]
): Promise<void> {
  const failure = await from.failure(action, args);
  assert.equal(failure.error, error, `${action}: ${failure.cause}`);
  assert.match(failure.cause, cause);
}

describe('At an endpoint that the environment names', () => {
  test('each service is asked, signed and in its own form', async () => {
    const endpoint = new SdkTasks();
    const caller = new SdkTasks();
    await endpoint.start({ auth: 'sigv4' });
    for (const name of ENDPOINTS) process.env[`AWS_ENDPOINT_URL_${name}`] = endpoint.url;
    try {
      await caller.start();
      await asks(caller);
      // What was made is there, and not here.
      assert.equal((await endpoint.call('s3:listBuckets')).Buckets.length, 1);
    } finally {
      for (const name of ENDPOINTS) delete process.env[`AWS_ENDPOINT_URL_${name}`];
      await caller.close();
      await endpoint.close();
    }
  });
});

const ENDPOINTS = ['S3', 'SNS', 'SQS', 'LAMBDA', 'API_GATEWAY', 'SCHEDULER', 'XRAY', 'STS', 'LOGS', 'ECS'];

async function asks(caller: SdkTasks): Promise<void> {
  const object = { Bucket: 'far', Key: "a b+c/ü(1)'.txt" };
  await caller.call('s3:createBucket', { Bucket: object.Bucket });
  await caller.call('s3:putObject', { ...object, Body: 'text', Metadata: { k: 'v' } });
  assert.equal((await caller.call('s3:getObject', object)).Body, '"text"');
  assert.equal((await caller.call('s3:listObjectsV2', { Bucket: 'far', Prefix: 'a b+' })).KeyCount, 1);
  await fails(
    's3:getObject',
    { ...object, Key: 'a/../b' },
    'S3.SdkClientException',
    /cannot stand in a URL/,
    caller,
  );
  await fails('s3:headObject', { ...object, Key: 'none' }, 'S3.NoSuchKeyException', /^null/, caller);
  const { TopicArn } = await caller.call('sns:createTopic', {
    Name: 'far',
    Tags: [{ Key: 'a', Value: 'ü&' }],
  });
  assert.equal((await caller.call('sns:listTagsForResource', { ResourceArn: TopicArn })).Tags[0].Value, 'ü&');
  await fails(
    'lambda:getFunction',
    { FunctionName: 'none' },
    'Lambda.ResourceNotFoundException',
    /./,
    caller,
  );
  await fails('apigateway:getRestApi', { RestApiId: 'none' }, 'ApiGateway.NotFoundException', /./, caller);
  assert.deepEqual((await caller.call('scheduler:listSchedules', { NamePrefix: 'x' })).Schedules, []);
  assert.deepEqual(
    (await caller.call('xray:getTraceSummaries', { StartTime: 0, EndTime: 60 })).TraceSummaries,
    [],
  );
  assert.equal((await caller.call('sts:getCallerIdentity')).Account, '123456789012');
  await caller.call('cloudwatchlogs:createLogGroup', { LogGroupName: '/far' });
  const ecs = { LaunchType: 'FARGATE', TaskDefinition: 't' };
  await fails('ecs:runTask', ecs, 'Ecs.EcsException', /./, caller);
}

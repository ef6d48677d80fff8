import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attemptOf } from '../../../test/local/endpoint-under-test.ts';
import type { EndpointAnswer, ServiceEndpoint } from '../endpoint/endpoint.ts';
import { Unreachable } from '../endpoint/endpoint.ts';
import { createSdkIntegration } from './sdk-integration.ts';
import { SDK_SERVICES } from './sdk-services.ts';

describe('An integration of the SDK', () => {
  test('names the operation as the API has it, and takes a value for its JSON', async () => {
    const { target, body } = await called('sqs', 'sendMessage', {
      ...{ QueueUrl: 'u', MessageBody: { a: [1] } },
    });
    assert.deepEqual([target, body], ['AmazonSQS.SendMessage', { QueueUrl: 'u', MessageBody: '{"a":[1]}' }]);
  });

  test('writes small letters for a service that has them, and answers in large ones', async () => {
    const answer = '{"logGroups":[{"logGroupName":"g","creationTime":5}]}';
    const { body, result } = await called(
      'cloudwatchlogs',
      'describeLogGroups',
      { Limit: 1 },
      { body: answer },
    );
    assert.deepEqual(body, { limit: 1 });
    assert.deepEqual(result, { LogGroups: [{ LogGroupName: 'g', CreationTime: 5 }] });
  });

  test('answers with moments as ISO 8601, and with nothing that it does not know', async () => {
    const body = '{"Name":"s","CreatedDate":1700000000.5,"Unknown":3}';
    const { result } = await called('secretsmanager', 'describeSecret', {}, { body });
    assert.deepEqual(result, { Name: 's', CreatedDate: '2023-11-14T22:13:20.500Z' });
  });

  test('fails with the class that the SDK has', async () => {
    const body = '{"__type":"com.amazonaws.dynamodb#ResourceNotFoundException","message":"No."}';
    await fails(
      { status: 400, body },
      'DynamoDb.ResourceNotFoundException',
      'No. (Service: DynamoDb, Status Code: 400, Request ID: r) (SDK Attempt Count: 1)',
    );
  });

  test('fails with the service’s own name for what the SDK has no class for', async () => {
    await fails(
      { status: 400, body: '{"__type":"ValidationException"}' },
      'DynamoDb.DynamoDbException',
      /^null/,
    );
    await fails({ status: 500, body: '' }, 'DynamoDb.DynamoDbException', /500/);
  });

  test('fails as the SDK does without an answer, or with none that can be read', async () => {
    await fails({ body: '<html>' }, 'DynamoDb.SdkClientException', /cannot be read/);
    await fails(new Unreachable('refused'), 'DynamoDb.SdkClientException', 'refused');
  });

  test('keeps the names that callers have chosen', async () => {
    const { body, result } = await called(
      ...(['cloudwatchlogs', 'listTagsForResource', { ResourceArn: 'a' }] as const),
      { body: '{"tags":{"lower":"a","Upper":"b"}}' },
    );
    assert.deepEqual([body, result], [{ resourceArn: 'a' }, { Tags: { lower: 'a', Upper: 'b' } }]);
  });

  test('has bytes as text, and a document of its own in itself', async () => {
    const record = { Records: [{ Data: 'eyJhIjoxfQ==', SequenceNumber: 's', PartitionKey: 'k' }] };
    const { body, result } = await called(...(['kinesis', 'getRecords', { ShardIterator: 'i' }] as const), {
      body: JSON.stringify(record),
    });
    assert.deepEqual(body, { ShardIterator: 'i' });
    assert.equal(Object(result).Records[0].Data, '{"a":1}');
    const Item = { M: { M: { L: { L: [{ S: 'x' }] } } } };
    assert.deepEqual((await called('dynamodb', 'putItem', { TableName: 't', Item })).body, {
      ...{ TableName: 't', Item },
    });
  });

  test('has no action that the service has not', async () => {
    await assert.rejects(called('sqs', 'nothing', {}), {
      error: 'States.Runtime',
      message: /aws-sdk:sqs:nothing/,
    });
  });

  test('takes nothing but an object', async () => {
    await assert.rejects(called('sqs', 'listQueues', []), { error: 'States.Runtime' });
  });
});

async function called(
  name: string,
  action: string,
  parameters: object,
  answer: Partial<EndpointAnswer> | Error = {},
) {
  let target: string | undefined;
  let body: unknown;
  const endpoint: ServiceEndpoint = {
    async send(request) {
      target = request.headers['x-amz-target'];
      body = JSON.parse(request.body);
      if (answer instanceof Error) throw answer;
      return {
        status: 200,
        headers: {},
        requestId: 'r',
        body: '{}',
        ...answer,
      };
    },
  };
  const loaded = await SDK_SERVICES[name]?.load();
  assert.ok(loaded !== undefined);
  const integration = createSdkIntegration(loaded.SERVICE, endpoint);
  const attempt = attemptOf(`aws-sdk:${name}`, action, parameters);
  const { value } = await integration.send(attempt, new AbortController().signal);
  return { target, body, result: value };
}

async function fails(
  answer: Partial<EndpointAnswer> | Error,
  error: string,
  message: string | RegExp,
): Promise<void> {
  await assert.rejects(called('dynamodb', 'getItem', { TableName: 't' }, answer), { error, message });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attemptOf } from '../../../test/local/endpoint-under-test.ts';
import type { EndpointAnswer, ServiceEndpoint } from '../endpoint/endpoint.ts';
import { Unreachable } from '../endpoint/endpoint.ts';
import { createJsonSdkIntegration, JSON_SDK_SERVICES } from './json-services.ts';

describe('aws-sdk of a service that speaks AWS JSON', () => {
  test('names the operation as the API has it, and passes parameters on', async () => {
    const { target, body } = await called('sqs', 'sendMessage', { QueueUrl: 'u', MessageBody: 'a' });
    assert.deepEqual([target, body], ['AmazonSQS.SendMessage', { QueueUrl: 'u', MessageBody: 'a' }]);
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

  test('answers with moments as ISO 8601', async () => {
    const body = '{"Name":"s","CreatedDate":1700000000.5,"Count":3}';
    const { result } = await called('secretsmanager', 'describeSecret', {}, { body });
    assert.deepEqual(result, { Name: 's', CreatedDate: '2023-11-14T22:13:20.500Z', Count: 3 });
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
      /No message/,
    );
    await fails({ status: 500, body: '' }, 'DynamoDb.DynamoDbException', /500/);
  });

  test('fails as the SDK does without an answer, or with none that can be read', async () => {
    await fails({ body: '<html>' }, 'DynamoDb.SdkClientException', /not a JSON object/);
    await fails(new Unreachable('refused'), 'DynamoDb.SdkClientException', 'refused');
  });

  test('takes nothing but an object', async () => {
    await assert.rejects(called('sqs', 'listQueues', []), { error: 'States.Runtime' });
  });
});

type Name = keyof typeof JSON_SDK_SERVICES;

async function called(
  name: Name,
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
        contentType: 'application/x-amz-json-1.0',
        requestId: 'r',
        body: '{}',
        ...answer,
      };
    },
  };
  const integration = createJsonSdkIntegration(JSON_SDK_SERVICES[name], endpoint);
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

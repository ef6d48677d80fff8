import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attemptOf, endpointOf } from '../../../test/local/endpoint-under-test.ts';
import { StateError } from '../../base/state-error.ts';
import { createSqsIntegration } from './sqs.ts';

const URL = 'http://localhost:8083/123456789012/q';

describe('sqs:sendMessage', () => {
  test('prints a body that is no text, and passes the rest on', async () => {
    const { sent } = await send({ QueueUrl: URL, MessageBody: { a: [1] }, DelaySeconds: 3 });
    assert.deepEqual(JSON.parse(sent), { QueueUrl: URL, MessageBody: '{"a":[1]}', DelaySeconds: 3 });
  });

  test('answers in the shape of the SDK', async () => {
    const { result } = await send({ QueueUrl: URL, MessageBody: 'a' });
    assert.equal(
      result,
      '{"MessageId":"m","SdkHttpMetadata":{"AllHttpHeaders":{"x-amzn-RequestId":["r"],"connection":["keep-alive"],"Content-Length":["17"],"Date":["Thu, 01 Jan 1970 00:00:00 GMT"],"Content-Type":["application/x-amz-json-1.0"]},"HttpHeaders":{"connection":"keep-alive","Content-Length":"17","Content-Type":"application/x-amz-json-1.0","Date":"Thu, 01 Jan 1970 00:00:00 GMT","x-amzn-RequestId":"r"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"r"}}',
    );
  });

  test('fails with the class that the SDK has, or with that of the service', async () => {
    await fails(
      {
        status: 400,
        body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"No."}',
        headers: { 'x-amzn-query-error': 'Q;Sender' },
      },
      'SQS.QueueDoesNotExistException',
      'No. (Service: AmazonSQS; Status Code: 400; Error Code: Q; Request ID: r; Proxy: null)',
    );
    await fails({ status: 400, body: '{"__type":"a#B"}' }, 'SQS.AmazonSQSException', /Error Code: B;/);
    await fails({ status: 502, body: '<html>' }, 'SQS.SdkClientException', /not JSON/);
  });

  test('to a host that is no queue fails as the name of one that is not there', async () => {
    await assert.rejects(send({ QueueUrl: 'http://no-such-queue', MessageBody: 'a' }), (error) => {
      return (
        error instanceof StateError && error.message.endsWith('no-such-queue: Name or service not known')
      );
    });
  });

  test('has no other fields', async () => {
    await assert.rejects(send({ QueueUrl: URL, MessageSystemAttributes: {} }), { error: 'States.Runtime' });
  });
});

async function send(parameters: object, change: object = {}) {
  const { endpoint, sent } = endpointOf({ body: '{"MessageId":"m"}', ...change });
  const integration = createSqsIntegration(endpoint, () => 0);
  const attempt = attemptOf('sqs', 'sendMessage', parameters);
  const result = await integration.send(attempt, new AbortController().signal);
  return { sent: sent()[0] ?? '', result: result.text };
}

async function fails(answer: object, error: string, cause: string | RegExp): Promise<void> {
  await assert.rejects(send({ QueueUrl: URL, MessageBody: 'a' }, answer), { error, message: cause });
}

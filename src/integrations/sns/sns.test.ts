import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attemptOf, endpointOf } from '../../../test/local/endpoint-under-test.ts';
import { createSnsIntegration } from './sns.ts';

const ARN = 'arn:aws:sns:us-east-1:123456789012:t';
const PUBLISHED =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

describe('sns:publish', () => {
  test('sends a form, in which a message that is no text is printed', async () => {
    const { sent } = await send({ TopicArn: ARN, Message: { a: 'ü' }, Subject: null });
    assert.deepEqual(sent, { Action: 'Publish', Version: '2010-03-31', TopicArn: ARN, Message: '{"a":"ü"}' });
  });

  test('sends attributes as entries', async () => {
    const MessageAttributes = { n: { DataType: 'Number', StringValue: 7 } };
    const { sent } = await send({ PhoneNumber: '+1', Message: 'a', MessageAttributes });
    assert.equal(sent['MessageAttributes.entry.1.Name'], 'n');
    assert.equal(sent['MessageAttributes.entry.1.Value.DataType'], 'Number');
    assert.equal(sent['MessageAttributes.entry.1.Value.StringValue'], '7');
  });

  test('answers in the shape of the SDK', async () => {
    const { result } = await send({ TopicArn: ARN, Message: 'a' });
    assert.deepEqual(Object.keys(result), ['MessageId', 'SdkHttpMetadata', 'SdkResponseMetadata']);
    assert.equal(result.MessageId, 'm');
  });

  test('fails with the class that the SDK has, or with that of the service', async () => {
    const error = (code: string) =>
      `<Error><Code>${code}</Code><Message>a &lt;b&gt; &#x41;&#66;</Message></Error>`;
    await assert.rejects(send({ Message: 'a' }, { status: 404, body: error('NotFound') }), {
      error: 'SNS.NotFoundException',
      message:
        'a <b> AB (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: r; Proxy: null)',
    });
    await assert.rejects(send({ Message: 'a' }, { status: 400, body: error('X') }), {
      error: 'SNS.AmazonSNSException',
    });
  });
});

async function send(parameters: object, change: object = {}) {
  const { endpoint, sent } = endpointOf({
    headers: { 'content-type': 'text/xml' },
    body: PUBLISHED,
    ...change,
  });
  const integration = createSnsIntegration(endpoint, () => 0);
  const attempt = attemptOf('sns', 'publish', parameters);
  const result = JSON.parse((await integration.send(attempt, new AbortController().signal)).text);
  return { sent: Object.fromEntries(new URLSearchParams(sent()[0])), result };
}

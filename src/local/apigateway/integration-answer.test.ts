import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FUNCTION, GatewayUnderTest, START } from '../../../test/apigateway/gateway-under-test.ts';

const AWS = { type: 'AWS', uri: START };

describe('What a method answers with', () => {
  test('is chosen by the status of the service', async () => {
    const responses = { 200: {}, 400: { selectionPattern: '4\\d{2}' }, 500: { selectionPattern: '5.*' } };
    const statusFor = async (status: number) =>
      (await answering({ status }).through({ integration: AWS, responses })).status;
    assert.deepEqual([await statusFor(200), await statusFor(404), await statusFor(503)], [200, 400, 500]);
  });

  test('is chosen by the message of a function’s error', async () => {
    const integration = { type: 'AWS', uri: FUNCTION };
    const responses = { 200: {}, 422: { selectionPattern: '.*Bad.*' } };
    const answerFor = (errorMessage: string, isError: boolean) =>
      answering({
        body: JSON.stringify({ errorMessage }),
        ...(isError ? { headers: { 'x-amz-function-error': 'Unhandled' } } : {}),
      }).through({ integration, responses });
    assert.equal((await answerFor('A Bad one', true)).status, 422);
    assert.equal((await answerFor('A good one', true)).status, 200);
    assert.equal((await answerFor('A Bad one', false)).status, 200);
  });

  test('has headers from the body: a redirect', async () => {
    const gateway = answering({ body: '{"statusCode":302,"headers":{"Location":"https://a/b"}}' });
    const { status, headers } = await gateway.through(
      {
        httpMethod: 'GET',
        integration: { type: 'AWS', uri: FUNCTION },
        declares: ['Location', 'X-None'],
        responses: {
          302: {
            responseParameters: {
              'method.response.header.Location': 'integration.response.body.headers.Location',
              'method.response.header.X-None': 'integration.response.body.none',
            },
          },
        },
      },
      { method: 'GET' },
    );
    assert.deepEqual([status, headers.Location, headers['X-None']], [302, 'https://a/b', undefined]);
  });

  test('is made by a template, which may change the status', async () => {
    const text =
      "#set($in = $input.path('$'))#if($in.failed)#set($context.responseOverride.status = 409)#end<$in.why>";
    const responses = { 200: { responseTemplates: { 'text/xml': text } } };
    const gateway = answering({ body: '{"failed":true,"why":"late"}' });
    const { status, headers, body } = await gateway.through({ integration: AWS, responses });
    assert.deepEqual([status, headers['Content-Type'], body], [409, 'text/xml', '<late>']);
  });

  test('is an error when nothing fits', async () => {
    const none = await answering({}).through({
      integration: AWS,
      responses: { 200: { selectionPattern: '4.*' } },
    });
    assert.deepEqual([none.status, none.body], [500, '{"message":"Internal server error"}']);
  });

  test('ends a pattern that backtracks', async () => {
    const responses = { 200: {}, 500: { selectionPattern: '(a+)+b' } };
    const gateway = answering({
      body: JSON.stringify({ errorMessage: 'a'.repeat(50) }),
      headers: { 'x-amz-function-error': 'Unhandled' },
    });
    const { status } = await gateway.through({ integration: { type: 'AWS', uri: FUNCTION }, responses });
    assert.equal(status, 500);
  });

  test('cannot break the headers of the answer', async () => {
    const gateway = answering({ body: JSON.stringify({ to: 'a\r\nSet-Cookie: x' }) });
    const { headers } = await gateway.through({
      integration: AWS,
      declares: ['X-To', 'Content-Length', 'Bad Name'],
      responses: {
        200: {
          responseParameters: {
            'method.response.header.X-To': 'integration.response.body.to',
            'method.response.header.Content-Length': "'1'",
            'method.response.header.Bad Name': "'1'",
          },
        },
      },
    });
    assert.deepEqual(
      [headers['X-To'], headers['Content-Length'], headers['Bad Name']],
      ['a  Set-Cookie: x', undefined, undefined],
    );
  });
});

function answering({
  status = 200,
  body = '{}',
  headers = {},
}: {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}) {
  const gateway = new GatewayUnderTest();
  gateway.answer = { status, body, headers };
  return gateway;
}

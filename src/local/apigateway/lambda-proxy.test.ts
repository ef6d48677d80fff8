import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FUNCTION, GatewayUnderTest } from '../../../test/apigateway/gateway-under-test.ts';

const PROXY = { type: 'AWS_PROXY', uri: FUNCTION };

describe('A function behind AWS_PROXY', () => {
  test('gets the whole request', async () => {
    const { sent } = await through('{"statusCode":200}', {
      at: '/pets/7?q=1&q=2',
      headers: { 'content-type': 'text/plain', host: 'a.b' },
      body: 'hi',
    });
    const event = JSON.parse(sent ?? '');
    assert.partialDeepStrictEqual(event, {
      ...{ resource: '/pets/{id}', path: '/pets/7', httpMethod: 'POST', body: 'hi', isBase64Encoded: false },
      headers: { 'Content-Type': 'text/plain', Host: 'a.b' },
      queryStringParameters: { q: '2' },
      multiValueQueryStringParameters: { q: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: null,
      requestContext: {
        stage: 'alpha',
        path: '/alpha/pets/7',
        accountId: '123456789012',
        identity: { sourceIp: '127.0.0.1' },
      },
    });
    assert.equal('requestOverride' in event.requestContext, false);
  });

  test('answers for itself', async () => {
    const answer = {
      statusCode: 201,
      headers: { 'X-A': 1 },
      multiValueHeaders: { b: ['1', '2'] },
      body: 'aGk=',
      isBase64Encoded: true,
    };
    const { status, headers, body } = await through(JSON.stringify(answer));
    assert.deepEqual([status, headers['X-A'], headers.b, body], [201, '1', '1, 2', 'hi']);
  });

  test('that answers otherwise is a bad gateway', async () => {
    for (const answer of [
      '"hi"',
      '{"statusCode":"x"}',
      '{"statusCode":200,"body":{}}',
      '{"statusCode":99}',
      '{"headers":[]}',
      'no',
    ])
      assert.deepEqual((await through(answer)).status, 502, answer);
  });
});

async function through(
  body: string,
  asked: { at?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const gateway = new GatewayUnderTest();
  gateway.answer = { status: 200, headers: {}, body };
  return await gateway.through({ path: '/pets/{id}', integration: PROXY }, { at: '/pets/7', ...asked });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FUNCTION, GatewayUnderTest, START } from '../../../test/apigateway/gateway-under-test.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

describe('What an integration sends', () => {
  test('is made by the template for the type of the body', async () => {
    const text =
      '{"input":"$util.escapeJavaScript($input.json(\'$\'))","stateMachineArn":"$stageVariables.machine"}';
    const { sent } = await new GatewayUnderTest().through(
      {
        integration: { type: 'AWS', uri: START, requestTemplates: { 'application/json': text } },
        variables: { machine: 'arn:of:it' },
      },
      { body: '{"who": "me"}', headers: JSON_TYPE },
    );
    assert.equal(sent, '{"input":"{\\"who\\":\\"me\\"}","stateMachineArn":"arn:of:it"}');
  });

  test('is the body as it is, as far as that is allowed', async () => {
    const statusOf = async (passthroughBehavior: string, requestTemplates: object) => {
      const integration = { type: 'AWS', uri: START, passthroughBehavior, requestTemplates };
      const { status, headers } = await new GatewayUnderTest().through(
        { integration },
        { body: 'a=b', headers: { 'content-type': 'text/plain' } },
      );
      assert.equal(headers['x-amzn-ErrorType'], status === 415 ? 'UnsupportedMediaTypeException' : undefined);
      return status;
    };
    const some = { 'application/json': '{}' };
    assert.deepEqual(
      [await statusOf('WHEN_NO_MATCH', some), await statusOf('WHEN_NO_MATCH', {})],
      [200, 200],
    );
    assert.deepEqual(
      [await statusOf('WHEN_NO_TEMPLATES', some), await statusOf('WHEN_NO_TEMPLATES', {})],
      [415, 200],
    );
    assert.deepEqual([await statusOf('NEVER', some), await statusOf('NEVER', {})], [415, 415]);
  });

  test('has headers, queries and paths that are mapped to it', async () => {
    const gateway = new GatewayUnderTest();
    const urls: string[] = [];
    let sent: RequestInit | undefined;
    gateway.fetch = async (url, init) => {
      urls.push(String(url));
      sent = init;
      return new Response('{}');
    };
    await gateway.through(
      {
        path: '/pets/{id}',
        integration: {
          ...{ type: 'HTTP', uri: 'http://127.0.0.1:1/$' + '{stageVariables.root}/{id}' },
          requestParameters: {
            'integration.request.header.X-Who': 'method.request.header.who',
            'integration.request.header.X-Fixed': "'always'",
            'integration.request.header.X-Body': 'method.request.body.a.b',
            'integration.request.querystring.q': 'method.request.querystring.q',
            'integration.request.path.id': 'method.request.path.id',
          },
        },
        variables: { root: 'v1' },
      },
      { at: '/pets/..?q=a%26b', body: '{"a":{"b":1}}', headers: { WHO: 'me', other: 'x' } },
    );
    assert.deepEqual(
      urls,
      ['http://127.0.0.1:1/v1/%2E%2E?q=a%26b'].map((url) => new URL(url).href),
    );
    const headers = Object.fromEntries(new Headers(sent?.headers));
    assert.deepEqual(headers, {
      ...{ 'content-type': 'application/json', 'x-who': 'me', 'x-fixed': 'always', 'x-body': '1' },
    });
  });

  test('takes what a template overrides', async () => {
    const text = '#set($context.requestOverride.header.x-amz-invocation-type = "Event"){}';
    const { request } = await new GatewayUnderTest().through({
      integration: { type: 'AWS', uri: FUNCTION, requestTemplates: { 'application/json': text } },
    });
    assert.equal(request?.headers['x-amz-invocation-type'], 'Event');
  });
});

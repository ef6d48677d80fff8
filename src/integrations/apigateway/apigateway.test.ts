import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { createApiGatewayIntegration } from './apigateway.ts';
import type { ApiAnswer, ApiCall } from './port.ts';

const OWN = 'a1b2.execute-api.localhost:8083';
const AWS = 'z9.execute-api.eu-west-1.amazonaws.com';
const SCOPE = { region: 'us-east-1', account: '123456789012' };

describe('apigateway:invoke', () => {
  test('calls an API of this server, and shows what came', async () => {
    const { calls, send } = integration({
      own: { status: 200, headers: { 'Content-Type': ['application/json'] }, body: '{"a":1}' },
    });
    const result = await send({ ApiEndpoint: OWN, Stage: 'alpha', Path: '/pets' });
    assert.partialDeepStrictEqual(result, { ResponseBody: { a: 1 }, StatusCode: 200, StatusText: 'OK' });
    assert.partialDeepStrictEqual(result, {
      Headers: { 'Content-Length': ['7'], 'Content-Type': ['application/json'] },
    });
    assert.partialDeepStrictEqual(calls[0], { apiId: 'a1b2', stage: 'alpha', path: '/pets', method: 'POST' });
    assert.equal(calls[0]?.scope, undefined);
  });

  test('counts as signed for IAM_ROLE, here', async () => {
    const { calls, send } = integration({ own: { status: 204, headers: {}, body: '' } });
    await send({ ApiEndpoint: 'http://127.0.0.1:8083/restapis/a1b2', AuthType: 'IAM_ROLE' });
    assert.deepEqual([calls[0]?.apiId, calls[0]?.scope], ['a1b2', SCOPE]);
  });

  test('goes on with the trace of the execution, and names its role where it signs', async () => {
    const { calls, send } = integration({ own: { status: 204, headers: {}, body: '' } });
    await send({ ApiEndpoint: OWN, AuthType: 'IAM_ROLE' });
    assert.deepEqual(calls[0]?.headers['X-Amzn-Trace-Id'], ['Root=1-a-b']);
    assert.deepEqual(calls[0]?.actor, { kind: 'role', arn: 'arn:role', session: '1-2' });
  });

  test('fails with the status and the body', async () => {
    const { send } = integration({ own: { status: 403, headers: {}, body: '{"message":"no"}' } });
    await assert.rejects(send({ ApiEndpoint: OWN }), {
      error: 'ApiGateway.403',
      message: '{"message":"no"}',
    });
  });

  test('calls APIs on AWS over HTTPS', async () => {
    const { urls, send } = integration({ remote: async () => new Response('text', { status: 201 }) });
    const result = await send({
      ApiEndpoint: AWS,
      Stage: 'alpha',
      Path: 'a b',
      QueryParameters: { q: ['1'] },
    });
    assert.partialDeepStrictEqual(result, { ResponseBody: 'text', StatusCode: 201, StatusText: 'Created' });
    assert.deepEqual(urls, [`https://${AWS}/alpha/a%20b?q=1`]);
  });

  test('calls no other host, and signs nothing', async () => {
    const { send } = integration({});
    for (const ApiEndpoint of [
      '169.254.169.254',
      'http://127.0.0.1:1',
      `${AWS}@evil.example`,
      `evil.example/${AWS}`,
      OWN,
    ])
      await assert.rejects(send({ ApiEndpoint }), { error: 'States.Runtime' }, ApiEndpoint);
    await assert.rejects(send({ ApiEndpoint: AWS, AuthType: 'IAM_ROLE' }), /does not sign/);
  });

  test('fails when nobody answers', async () => {
    const cause = new Error('connect ECONNREFUSED');
    const { send } = integration({ remote: () => Promise.reject(new TypeError('fetch failed', { cause })) });
    await assert.rejects(send({ ApiEndpoint: AWS }), {
      error: 'ApiGateway.SdkClientException',
      message: cause.message,
    });
  });
});

function integration({ own, remote }: { own?: ApiAnswer; remote?: () => Promise<Response> }) {
  const calls: ApiCall[] = [];
  const urls: string[] = [];
  const { send } = createApiGatewayIntegration({
    front: {
      async invoke(call) {
        calls.push(call);
        return own;
      },
    },
    async fetch(url) {
      urls.push(String(url));
      return (await remote?.()) ?? assert.fail('nothing is fetched');
    },
    ...{ now: () => 0, uuid: () => '01234567-89ab-4def-8123-456789abcdef' },
  });
  const arn = 'arn:aws:states:::apigateway:invoke';
  const resource = {
    kind: 'service',
    arn,
    service: 'apigateway',
    action: 'invoke',
    pattern: 'requestResponse',
  } as const;
  const sent = { executionArn: 'arn', roleArn: 'arn:role', traceHeader: 'Root=1-a-b' };
  const attempt = { id: '1-2', resource, scope: SCOPE, ...sent };
  return {
    ...{ calls, urls },
    async send(parameters: { readonly [key: string]: Json }) {
      const all = Payload.fromValue({ Method: 'POST', ...parameters });
      const result = await send({ ...attempt, parameters: all }, new AbortController().signal);
      return JSON.parse(result.text);
    },
  };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonPath, newSurroundings, SCOPE } from '../../../test/apigateway/gateway-under-test.ts';
import type { Denial } from '../../base/actor.ts';
import { apiGatewayOf } from './apigateway-on-demand.ts';

const CALL = { apiId: 'none', stage: 'a', path: '/', method: 'GET', query: [], headers: {}, body: '' };

describe('API Gateway on demand', () => {
  test('is opened by its first call, and knows no API then', async () => {
    const { gateway, opened } = onDemand();
    assert.equal(opened.times, 0);
    assert.equal(await gateway.invoke(CALL, new AbortController().signal), undefined);
    assert.equal(
      (await gateway.pages['/restapis']?.handle(request('/restapis/a/b/_user_request_/')))?.status,
      403,
    );
    assert.equal(opened.times, 1);
  });

  test('answers nobody once it is closed', async () => {
    const { gateway } = onDemand();
    await gateway.close();
    assert.equal((await gateway.pages['/restapis']?.handle(request('/restapis')))?.status, 503);
    assert.equal(
      (await gateway.services.apigateway?.handle({ ...request('/restapis'), scope: SCOPE }))?.status,
      503,
    );
    const call = gateway.invoke(CALL, new AbortController().signal);
    await assert.rejects(call, { error: 'ApiGateway.503' });
  });

  test('does not take a signed call of a role that may not make it', async () => {
    const { gateway } = onDemand(
      async ({ requested }) => `no ${requested[0]?.action} on ${requested[0]?.resource}`,
    );
    const actor = { kind: 'role', arn: 'arn', session: 's' } as const;
    const { signal } = new AbortController();
    const answer = await gateway.invoke({ ...CALL, scope: SCOPE, actor }, signal);
    const resource = 'arn:aws:execute-api:us-east-1:123456789012:none/a/GET/';
    const Message = `no execute-api:Invoke on ${resource}`;
    assert.deepEqual([answer?.status, JSON.parse(answer?.body ?? '')], [403, { Message }]);
    assert.equal(await gateway.invoke(CALL, signal), undefined);
  });

  test('is no target of its own integrations', async () => {
    const { gateway } = onDemand();
    const ask = async (method: string, path: string, input: object) => {
      const whole = { ...request(path, JSON.stringify(input)), method, scope: SCOPE };
      const answer = await gateway.services.apigateway?.handle(whole);
      return JSON.parse(String(answer?.body));
    };
    const { id, rootResourceId } = await ask('POST', '/restapis', { name: 'a' });
    const at = `/restapis/${id}/resources/${rootResourceId}/methods/GET`;
    await ask('PUT', at, { authorizationType: 'NONE' });
    const uri = 'arn:aws:apigateway:us-east-1:execute-api:path/restapis';
    const put = { type: 'AWS', httpMethod: 'GET', uri };
    assert.match((await ask('PUT', `${at}/integration`, put)).message, /'execute-api'/);
  });
});

function onDemand(denial?: Denial) {
  const opened = { times: 0 };
  const gateway = apiGatewayOf({
    ...newSurroundings(),
    ...{ all: () => gateway.services, denial },
    async jsonPath() {
      opened.times += 1;
      return jsonPath;
    },
  });
  return { gateway, opened };
}

function request(path: string, body = '') {
  return {
    ...{ method: 'GET', path, headers: {}, query: new URLSearchParams(), body: Buffer.from(body) },
    ...{ requestId: 'r', signal: new AbortController().signal },
  };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Unreachable } from './endpoint.ts';
import { remoteEndpoint } from './remote-endpoint.ts';

describe('A service at an address', () => {
  test('is asked once, signed for its name and region', async () => {
    const asked: [unknown, RequestInit | undefined][] = [];
    const answer = await ask(async (url, init) => {
      asked.push([url, init]);
      return new Response('{}', { status: 200, headers: { 'x-amzn-requestid': 'r', 'content-type': 't' } });
    });
    assert.deepEqual(answer, {
      status: 200,
      headers: { 'content-type': 't', 'x-amzn-requestid': 'r' },
      requestId: 'r',
      body: '{}',
    });
    assert.equal(asked.length, 1);
    const headers = new Headers(asked[0]?.[1]?.headers);
    assert.match(String(headers.get('authorization')), /\/eu-west-1\/sqs\/aws4_request/);
    assert.equal(asked[0]?.[1]?.redirect, 'manual');
  });

  test('that does not answer is unreachable', async () => {
    const failing = ask(async () => {
      throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
    });
    await assert.rejects(
      failing,
      (error) => error instanceof Unreachable && /ECONNREFUSED/.test(error.message),
    );
  });
});

function ask(fetch: typeof globalThis.fetch) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = remoteEndpoint({
    url: 'http://sqs.test:1/',
    service: 'sqs',
    credentials,
    now: () => 0,
    fetch,
  });
  const scope = { region: 'eu-west-1', account: '123456789012' };
  return endpoint.send({ scope, headers: {}, body: '{}' }, new AbortController().signal);
}

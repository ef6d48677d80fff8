import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownEndpoint } from './own-endpoint.ts';

test('A service of this server is asked with the scope of the execution, and answers with its headers', async () => {
  const asked: unknown[] = [];
  const endpoint = ownEndpoint(
    {
      bodyBytesMax: 1,
      async handle({ method, headers, body, scope, requestId }) {
        asked.push({ method, headers, body: String(body), scope, requestId });
        return { status: 400, headers: { 'content-type': 't', 'x-amzn-query-error': 'E;Sender' }, body: 'b' };
      },
    },
    () => 'r-1',
  );
  const scope = { region: 'us-east-1', account: '123456789012' };
  const { signal } = new AbortController();
  const answer = await endpoint.send({ scope, headers: { a: 'b' }, body: 'x' }, signal);
  assert.deepEqual(asked, [
    { method: 'POST', headers: { a: 'b', 'content-length': '1' }, body: 'x', scope, requestId: 'r-1' },
  ]);
  assert.deepEqual(answer, {
    ...{ status: 400, requestId: 'r-1', body: 'b' },
    headers: { 'content-type': 't', 'x-amzn-query-error': 'E;Sender' },
  });
});

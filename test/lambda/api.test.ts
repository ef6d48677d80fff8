import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ServiceResponse } from '../../src/base/http-service.ts';
import type { HostUnderTest } from './host-under-test.ts';
import { ROLE, startHost } from './host-under-test.ts';
import { zip } from './zip.ts';

let host: HostUnderTest;
before(async () => {
  host = await startHost();
  await host.create('made', 'index.js', 'exports.handler = async (event) => event', { Tags: { team: 'a' } });
});
after(() => host[Symbol.asyncDispose]());

const CODE = {
  ZipFile: zip([{ name: 'index.js', content: 'exports.handler = async () => "new"' }]).toString('base64'),
};
const NEW = { FunctionName: 'new', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE, Code: CODE };

describe("Lambda's API", () => {
  test('creates, updates and deletes', () => livesAndDies());

  test('invokes, with the log when it is asked for', async () => {
    const response = await invoke('made', '{"a":1}', { 'x-amz-log-type': 'Tail' });
    assert.deepEqual([response.status, response.body], [200, '{"a":1}']);
    assert.equal(response.headers['X-Amz-Executed-Version'], '$LATEST');
    assert.match(
      Buffer.from(response.headers['X-Amz-Log-Result'] ?? '', 'base64').toString(),
      /^START RequestId/,
    );
  });

  test('accepts events', async () => {
    const response = await invoke('made', '{}', { 'x-amz-invocation-type': 'Event' });
    assert.deepEqual([response.status, response.body], [202, '']);
  });
});

async function livesAndDies(): Promise<void> {
  assert.equal((await host.request('POST', '', { ...NEW, Timeout: 5 })).status, 201);
  const environment = { Environment: { Variables: { NAME: 'x' } } };
  const updated = bodyOf(
    await host.request('PUT', '/new/configuration', { MemorySize: 256, ...environment }),
  );
  assert.partialDeepStrictEqual(updated, { MemorySize: 256, Timeout: 5, ...environment });
  const source =
    'exports.handler = async () => process.env.NAME + process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE';
  const code = { ZipFile: zip([{ name: 'index.js', content: source }]).toString('base64') };
  assert.equal((await invoke('new', '')).body, '"new"');
  assert.notEqual(bodyOf(await host.request('PUT', '/new/code', code)).RevisionId, updated.RevisionId);
  assert.equal((await invoke('new', '')).body, '"x256"');
  assert.equal((await host.request('DELETE', '/new')).status, 204);
  assert.equal((await invoke('new', '')).status, 404);
}

function invoke(
  name: string,
  payload: string,
  headers: Record<string, string> = {},
): Promise<ServiceResponse> {
  return host.request('POST', `/${name}/invocations`, Buffer.from(payload), headers);
}

function bodyOf({ status, body }: ServiceResponse) {
  assert.ok(status < 300, String(body));
  return JSON.parse(String(body));
}

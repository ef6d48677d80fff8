import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HostUnderTest, startHost } from './host-under-test.ts';

const TAGS = '/2017-03-31/tags/arn:aws:lambda:us-east-1:123456789012:function:f';
const WAITS = 'exports.handler = async () => new Promise((resolve) => setTimeout(resolve, 60_000))';

describe('Tags', () => {
  test('are added, changed and removed', () =>
    on(async (host) => {
      await answers(host, ['POST', TAGS, { Tags: { a: '1', b: '2' } }], undefined);
      await answers(host, ['POST', TAGS, { Tags: { b: '3' } }], undefined);
      await answers(host, ['GET', TAGS], { Tags: { a: '1', b: '3' } });
      await answers(host, ['DELETE', `${TAGS}?tagKeys=a&tagKeys=c`], undefined);
      await answers(host, ['GET', TAGS], { Tags: { b: '3' } });
    }));

  test('are those of functions, not of versions', () =>
    on(async (host) => {
      assert.equal((await host.request('GET', `${TAGS}:1`)).status, 400);
      assert.equal((await host.request('GET', TAGS.replace(/f$/, 'gone'))).status, 404);
    }));
});

describe('Reserved concurrency', () => {
  test('is kept until it is given up', () =>
    on(async (host) => {
      await reserve(host, 5);
      await answers(host, ['GET', READ], { ReservedConcurrentExecutions: 5 });
      await answers(host, ['DELETE', WRITTEN], undefined);
      await answers(host, ['GET', READ], {});
    }));

  test('of 0 lets nothing run', () =>
    on(async (host) => {
      await reserve(host, 0);
      assert.equal((await host.request('POST', '/f/invocations')).status, 429);
    }));

  test('bounds the calls under way', () =>
    on(async (host) => {
      await reserve(host, 1);
      const stop = new AbortController();
      const first = host.call('f', {}, stop.signal);
      await assert.rejects(host.call('f', {}), /Rate Exceeded/);
      stop.abort();
      await assert.rejects(first, /was stopped/);
      assert.equal((await host.request('PUT', WRITTEN, { ReservedConcurrentExecutions: 901 })).status, 400);
    }));

  test('is told with the account', () =>
    on(async (host) => {
      await reserve(host, 5);
      const { AccountLimit, AccountUsage } = await asked(host, 'GET', '/2016-08-19/account-settings/');
      assert.deepEqual([AccountLimit.UnreservedConcurrentExecutions, AccountUsage.FunctionCount], [995, 1]);
    }));
});

const WRITTEN = '/2017-10-31/functions/f/concurrency';
const READ = '/2019-09-30/functions/f/concurrency';

function reserve(host: HostUnderTest, ReservedConcurrentExecutions: number): Promise<void> {
  const body = { ReservedConcurrentExecutions };
  return answers(host, ['PUT', WRITTEN, body], body);
}

async function on(claim: (host: HostUnderTest) => Promise<void>): Promise<void> {
  await using host = await startHost();
  await host.create('f', 'index.js', WAITS, { Timeout: 90 });
  await claim(host);
}

async function answers(
  host: HostUnderTest,
  [method, path, body]: readonly [string, string, unknown?],
  expected: unknown,
): Promise<void> {
  assert.deepEqual(await asked(host, method, path, body), expected);
}

async function asked(host: HostUnderTest, method: string, path: string, body?: unknown) {
  const response = await host.request(method, path, body);
  assert.ok(response.status < 300, String(response.body));
  return response.body === '' ? undefined : JSON.parse(String(response.body));
}

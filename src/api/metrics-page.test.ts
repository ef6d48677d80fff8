import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageRequest } from '../base/page-service.ts';
import { FailedAuthentications } from './access/failed-authentications.ts';
import { readPolicy } from './access/policy.ts';
import type { Credentials } from './authentication.ts';
import { MetricsPage } from './metrics-page.ts';

describe('The page of metrics', () => {
  test('is for whoever reaches a server of the loopback interface', async () => {
    assert.equal(await status(page(undefined), {}), 200);
  });

  test('asks for a key pair where others can reach it', async () => {
    assert.equal(await status(page(KEYS), {}), 401);
    assert.equal(await status(page(KEYS), { authorization: basic('AKID', 'secret') }), 200);
  });

  test('takes no wrong secret, no unknown key and no empty one', async () => {
    for (const [key, secret] of [
      ['AKID', 'secreT'],
      ['OTHER', 'secret'],
      ['', ''],
    ] as const)
      assert.equal(await status(page(KEYS), { authorization: basic(key, secret) }), 401);
  });

  test('is not for a key whose policy does not allow it', async () => {
    assert.equal(await status(page(KEYS), { authorization: basic('READER', 'secret') }), 200);
    assert.equal(await status(page(KEYS), { authorization: basic('STARTER', 'secret') }), 403);
  });

  test('does not listen to who has tried too often', async () => {
    const asked = page(KEYS);
    for (let n = 0; n < 100; n++) await status(asked, { authorization: basic('AKID', String(n)) });
    assert.equal(await status(asked, { authorization: basic('AKID', 'secret') }), 429);
  });

  test('is read, and never written', async () => {
    assert.equal(await status(page(undefined), {}, { method: 'POST' }), 405);
    assert.equal(await status(page(undefined), {}, { path: '/metrics/x' }), 404);
  });
});

const KEYS: Credentials = {
  find(accessKeyId) {
    const known = { secretAccessKey: 'secret', account: '123456789012' };
    if (accessKeyId === 'AKID') return known;
    const action = { READER: 'stepwell:GetMetrics', STARTER: 'states:*' }[accessKeyId];
    return action === undefined
      ? undefined
      : { ...known, principal: { arn: 'a', policies: [allowing(action)] } };
  },
};

function allowing(action: string) {
  const statement = { Effect: 'Allow', Action: action, Resource: '*' };
  const policy = readPolicy({ Version: '2012-10-17', Statement: statement });
  assert.ok(!('problem' in policy));
  return policy;
}

function page(credentials: Credentials | undefined): MetricsPage {
  return new MetricsPage({
    ...{ credentials, failures: new FailedAuthentications(), now: () => 0, onRefused() {} },
    text: () => ({ type: 'text/plain', body: 'n 1\n' }),
  });
}

async function status(
  asked: MetricsPage,
  headers: PageRequest['headers'],
  change: Partial<PageRequest> = {},
): Promise<number> {
  const { signal } = new AbortController();
  const request = {
    method: 'GET',
    path: '/metrics',
    query: new URLSearchParams(),
    headers,
    body: Buffer.of(),
  };
  return (await asked.handle({ ...request, requestId: 'r', signal, remoteAddress: '10.0.0.1', ...change }))
    .status;
}

function basic(key: string, secret: string): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

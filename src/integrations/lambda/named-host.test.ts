import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNamedHost } from './named-host.ts';
import type { FunctionCall } from './port.ts';

const HERE = 'http://127.0.0.1:8083';
const ELSEWHERE = 'http://127.0.0.1:9001';

describe('The host that the environment names', () => {
  test('has no function when it is this server', async () => assert.equal(await invoked(HERE), undefined));
  test('is called when it is another', async () => assert.equal(await invoked(ELSEWHERE), '"there"'));
  test('has got no call when it is this server', () => resumes(HERE, 'unsent'));
  test('may have got any call when it is another', () => resumes(ELSEWHERE, 'unknown'));
});

const CALL: FunctionCall = {
  functionName: 'f',
  payload: '{}',
  invocationType: 'RequestResponse',
  scope: { account: '123456789012', region: 'us-east-1' },
};

async function invoked(endpointUrl: string): Promise<string | undefined> {
  return (await hostAt(endpointUrl).invoke(CALL, new AbortController().signal))?.payload;
}

async function resumes(endpointUrl: string, expected: string): Promise<void> {
  assert.equal(await hostAt(endpointUrl).resume?.(CALL, new AbortController().signal), expected);
}

function hostAt(endpointUrl: string) {
  return createNamedHost({
    endpointUrl,
    ownUrl: () => HERE,
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    now: () => 0,
    fetch: async () => new Response('"there"'),
  });
}

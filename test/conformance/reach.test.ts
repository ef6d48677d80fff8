import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../../src/server.ts';
import { Missing } from './corpus.ts';
import { reach } from './reach.ts';

test('an endpoint in the account of the records can be asked', async () => {
  await reaches({ account: '000000000000' });
});

test('an endpoint in another account cannot', async () => {
  await assert.rejects(reaches({ account: '123456789012' }), refusal(/is at us-east-1:123456789012/));
});

test('an endpoint that does not know the caller cannot', async () => {
  const caller = { AWS_ACCESS_KEY_ID: 'stranger', AWS_SECRET_ACCESS_KEY: 'secret' };
  await assert.rejects(reaches({ account: '000000000000', caller }), refusal(/refuses an activity/));
});

test('an endpoint that is not there cannot', async () => {
  await assert.rejects(reach('http://127.0.0.1:1', {}), refusal(/does not answer/));
});

async function reaches({
  account,
  caller = {},
}: {
  account: string;
  caller?: NodeJS.ProcessEnv;
}): Promise<void> {
  const server = await startServer({ port: 0, host: '127.0.0.1', data: undefined, auth: 'sigv4', account });
  try {
    await reach(server.url, caller);
  } finally {
    await server.close();
  }
}

function refusal(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof Missing && message.test(error.message);
}

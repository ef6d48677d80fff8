import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Client, clientOf } from '../../src/cli/client.ts';
import { logLines } from '../../src/cli/log-lines.ts';
import { ServerProcess } from '../crash/server-process.ts';

const KILLS = 3;
const GROUP = { logGroupName: '/g' };
const STREAM = { ...GROUP, logStreamName: 's' };

test('What PutLogEvents has acknowledged survives kill -9, once and in its order', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-logs-kill-'));
  const acknowledged: string[] = [];
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      await onServer(directory, async (client, server) => {
        await make(client, kill);
        await putUntil(40, { client, server, acknowledged });
      });
    }
    await onServer(directory, async (client) => {
      const stored = (await Array.fromAsync(logLines(client, GROUP))).map(({ message }) => message);
      assert.deepEqual(stored, [...new Set(stored)], 'nothing is doubled');
      assert.deepEqual(
        stored.filter((message) => acknowledged.includes(message)),
        acknowledged,
      );
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

async function make(client: Client, kill: number): Promise<void> {
  if (kill > 0) return;
  await client.logs('CreateLogGroup', GROUP);
  await client.logs('CreateLogStream', STREAM);
}

/** Puts events one call after the other, and kills the server while the last ones are under way. */
async function putUntil(
  calls: number,
  { client, server, acknowledged }: { client: Client; server: ServerProcess; acknowledged: string[] },
): Promise<void> {
  for (let call = 0; ; call++) {
    const timestamp = Date.now();
    const message = `${timestamp}/${call}/${'x'.repeat(500)}`;
    const put = client.logs('PutLogEvents', { ...STREAM, logEvents: [{ timestamp, message }] });
    if (call === calls) void server.kill('group');
    const isAcknowledged = await put.then(
      () => true,
      () => false,
    );
    if (isAcknowledged) acknowledged.push(message);
    if (call >= calls && !isAcknowledged) return;
  }
}

async function onServer(
  directory: string,
  work: (client: Client, server: ServerProcess) => Promise<void>,
): Promise<void> {
  const server = new ServerProcess(['--data', directory]);
  try {
    await work(clientOf(await server.url, {}), server);
  } finally {
    await server.kill('group');
  }
}

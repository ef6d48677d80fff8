import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createClient } from '../../src/cli/client.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

describe('stepwell start', () => {
  test('says where it listens, where its data is, and what to copy', async () => {
    await inDirectory(async (data) => {
      const server = await startedWith('--data', data);
      assert.match(await printedBy(server, 'SIGTERM'), /^stepwell listening on http:\/\/127\.0\.0\.1:\d+\n/);
      assert.match(
        server.printed(),
        new RegExp(
          `data +${data}\n[\\s\\S]*durability +sqlite[\\s\\S]*export AWS_ENDPOINT_URL=${server.url}\n`,
        ),
      );
    });
  });

  test('ends with 0 on SIGTERM and on SIGINT', async () => {
    await inDirectory(async (data) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const server = await startedWith('--data', data);
        await printedBy(server, signal);
        assert.equal(server.process.exitCode, 0);
      }
    });
  });

  test('keeps what it acknowledged through kill -9', async () => {
    await inDirectory(async (data) => {
      const first = await startedWith('--data', data);
      const created = await clientOf(first).states('CreateActivity', { name: 'kept' });
      await printedBy(first, 'SIGKILL');
      const second = await startedWith('--data', data);
      const { activityArn } = created;
      const found = await clientOf(second).states('DescribeActivity', { activityArn: activityArn ?? null });
      await printedBy(second, 'SIGTERM');
      assert.equal(found.name, 'kept');
    });
  });

  test('refuses a data directory in use with 75', async () => {
    await inDirectory(async (data) => {
      const server = await startedWith('--data', data);
      const { code, said } = await refused('--port', '0', '--data', data);
      await printedBy(server, 'SIGTERM');
      assert.equal(code, 75, said);
      assert.match(said, /^error: .* is in use by another stepwell/);
    });
  });

  test('refuses a port in use with 74', async () => {
    await inDirectory(async (data) => {
      const server = await startedWith('--data', join(data, 'a'));
      const port = new URL(server.url).port;
      const { code, said } = await refused('--port', port, '--data', join(data, 'b'));
      await printedBy(server, 'SIGTERM');
      assert.equal(code, 74, said);
      assert.match(said, new RegExp(`^error: port ${port} is in use`));
    });
  });
});

describe('stepwell', () => {
  test('ends without a stack trace when nobody reads on', async () => {
    const child = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const ended = once(child, 'exit');
    assert.equal(await text(child.stderr), '');
    assert.deepEqual(await ended, [74, null]);
  });
});

interface Started {
  readonly process: ChildProcess;
  readonly url: string;
  printed(): string;
}

async function startedWith(...options: string[]): Promise<Started> {
  const child = spawn(process.execPath, [MAIN, 'start', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.on('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  child.stdout.on('data', (part) => {
    printed += part;
    const [, url] = /listening on (http:\S+)\n[\s\S]*export AWS_DISABLE/.exec(printed) ?? [];
    if (url !== undefined) resolve(url);
  });
  return { process: child, url: await promise, printed: () => printed };
}

/** Ends a server. @returns what it had printed. */
async function printedBy(server: Started, signal: NodeJS.Signals): Promise<string> {
  const ended = once(server.process, 'exit');
  server.process.kill(signal);
  await ended;
  return server.printed();
}

async function refused(...options: string[]): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [MAIN, 'start', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const said = await text(child.stderr);
  const [code] = await ended;
  return { code, said };
}

function clientOf({ url }: Started) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return createClient({ endpoint: url, region: 'us-east-1', credentials });
}

async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'start-'));
  try {
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

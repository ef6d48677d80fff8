import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { signRequest } from '../../src/base/sigv4.ts';
import { ServerProcess } from '../crash/server-process.ts';

const KEYS = 40;
const BYTES = 300_000;
const LIVES = 3;

test('after kill -9 in the middle of uploads every acknowledged object is there, and no file of another', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-s3-'));
  const acknowledged = new Map<string, string>();
  try {
    for (let life = 0; life < LIVES; life++) await uploadAndKill(directory, acknowledged, life);
    assert.ok(acknowledged.size > 0);
    const server = new ServerProcess(['--data', directory]);
    try {
      const found = await objectsOf(await server.url, [...acknowledged.keys()]);
      assert.deepEqual(found, [...acknowledged]);
      const listed = await ask(await server.url, 'GET', '/bucket?list-type=2');
      const objects = (await listed.text()).match(/<Key>/g)?.length;
      assert.equal(readdirSync(join(directory, 's3')).length, objects);
    } finally {
      await server.kill('group');
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Uploads many objects at once, and kills the server when a few of them have been acknowledged. */
async function uploadAndKill(
  directory: string,
  acknowledged: Map<string, string>,
  life: number,
): Promise<void> {
  const server = new ServerProcess(['--data', directory]);
  const url = await server.url;
  await ask(url, 'PUT', '/bucket');
  let count = 0;
  const uploads = Array.from({ length: KEYS }, async (_, at) => {
    // In its own life each key is new: what is found is what was acknowledged, or nothing was.
    const key = `${life}/../${at}`;
    const body = bodyOf(key);
    const answer = await ask(url, 'PUT', `/bucket/${encodeURIComponent(key)}`, body).catch(() => undefined);
    if (answer?.status !== 200) return;
    acknowledged.set(key, hash('sha256', body));
    count += 1;
    if (count === KEYS / 4) await server.kill('group');
  });
  await Promise.all(uploads);
  await server.kill('group');
}

function bodyOf(key: string): string {
  return key.padEnd(BYTES, '.');
}

async function objectsOf(url: string, keys: readonly string[]): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const key of keys) {
    const answer = await ask(url, 'GET', `/bucket/${encodeURIComponent(key)}`);
    found.push([key, hash('sha256', Buffer.from(await answer.arrayBuffer()))]);
  }
  return found;
}

async function ask(url: string, method: string, target: string, body = ''): Promise<Response> {
  const { host: _fetched, ...headers } = signRequest({
    ...{ method, url: url + target, headers: {}, body, service: 's3', region: 'us-east-1', now: Date.now() },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return await fetch(url + target, { method, headers, ...(method === 'GET' ? {} : { body }) });
}

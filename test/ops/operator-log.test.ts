import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isObject, type Json, type JsonObject } from '../../src/base/json.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { asked } from './inhabited.ts';

const SECRET = 'canary-4711';

describe('What a server says of itself with --log-format json', () => {
  test('is a line of JSON an event, from the durability in force to its end', async () => {
    const lines = await saidBy(async () => {});
    assert.deepEqual(
      lines.map(({ event }) => event).filter((event) => event !== 'durability_in_doubt'),
      ['started', 'stopping', 'stopped'],
    );
    const [{ durability, fileSystem, syncMs, mode } = {}] = lines;
    assert.match(String(durability), /^sqlite wal full, .*fsync [\d.]+ ms/);
    assert.deepEqual([typeof fileSystem, typeof syncMs, mode], ['string', 'number', 'dev']);
  });

  test('has no payload and no token in it', async () => {
    const lines = await saidBy(async (url) => {
      const States = { W: { Type: 'Wait', Seconds: 3600, Comment: SECRET, End: true } };
      const definition = JSON.stringify({ StartAt: 'W', States });
      const machine = { name: 'm', definition, roleArn: 'arn:aws:iam::123456789012:role/r' };
      const { body } = await asked({ url }, 'CreateStateMachine', machine);
      const input = JSON.stringify({ SECRET });
      const start = { stateMachineArn: body.stateMachineArn, input };
      assert.equal((await asked({ url }, 'StartExecution', start)).status, 200);
      assert.equal((await asked({ url }, 'SendTaskSuccess', { taskToken: SECRET, output: '1' })).status, 400);
    });
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(SECRET));
  });
});

/** Everything on its standard error, until SIGTERM has ended it with 0. */
async function saidBy(meanwhile: (url: string) => Promise<void>): Promise<readonly JsonObject[]> {
  const directory = mkdtempSync(join(tmpdir(), 'said-'));
  const options = ['--data', join(directory, 'data'), '--auth', 'off', '--log-format', 'json'];
  const server = new ServerProcess(options);
  try {
    await meanwhile(await urlIn(server));
    assert.equal((await server.terminate()).code, 0);
    return server.said.trimEnd().split('\n').map(parsed);
  } finally {
    await server.kill('group');
    rmSync(directory, { recursive: true });
  }
}

async function urlIn(server: ServerProcess): Promise<string> {
  for (;;) {
    const [, url] = /"url":"([^"]+)"/.exec(server.said) ?? [];
    if (url !== undefined) return url;
    assert.equal(server.hasEnded, false, server.said);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function parsed(line: string): JsonObject {
  const value: Json = JSON.parse(line);
  assert.ok(isObject(value), line);
  return value;
}

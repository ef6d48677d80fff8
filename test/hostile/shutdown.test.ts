import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { signRequest } from '../../src/base/sigv4.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { apiHeaders, LiveServer } from './live-server.ts';

/** As many callers may wait for one activity. */
const POLLERS = 1000;
const TOO_MANY = 50;
const SHUTDOWN_MS_MAX = 10_000;
const LOCKED = 75;
const NEWER = 78;

test("a thousand idle long polls take nobody else's place, and all get their answers at SIGTERM", async () => {
  await withServer(async (server) => {
    const { activityArn } = await server.call('CreateActivity', { name: 'idle' });
    const body = JSON.stringify({ activityArn });
    const agent = new Agent({ maxSockets: POLLERS + TOO_MANY });
    const polls = Array.from({ length: POLLERS + TOO_MANY }, () => poll(server, body, agent));
    const tooMany = await firstOf(polls, TOO_MANY);
    assert.match(tooMany.join(), /^(400 \{"__type":"ActivityWorkerLimitExceeded"[^}]*\},?)+$/);
    await server.goesOn();
    const { code, tookMs } = await server.process.terminate();
    assert.equal(code, 0, server.process.said);
    assert.ok(tookMs < SHUTDOWN_MS_MAX, `the end took ${tookMs} ms`);
    assert.equal((await Promise.all(polls)).filter((answer) => answer === '200 {}').length, POLLERS);
  });
});

test('a long poll whose client has left makes room for another', async () => {
  await withServer(async (server) => {
    const { activityArn } = await server.call('CreateActivity', { name: 'idle' });
    const body = JSON.stringify({ activityArn });
    const agent = new Agent({ maxSockets: POLLERS + TOO_MANY });
    const polls = Array.from({ length: POLLERS + 1 }, () => poll(server, body, agent).catch(() => ''));
    assert.match((await firstOf(polls, 1)).join(), /^400 /);
    agent.destroy();
    await Promise.all(polls);
    await server.goesOn();
    const last = await heldPoll(server, body);
    await server.process.terminate();
    assert.equal(await last.answer, '200 {}');
  });
});

/** A poll that the server has taken; it may see a moment later that others have left. */
async function heldPoll(server: LiveServer, body: string): Promise<{ answer: Promise<string> }> {
  for (;;) {
    const answer = poll(server, body, new Agent());
    const early = await Promise.race([answer, sleep(1000)]);
    if (early === undefined) return { answer };
    assert.match(early, /^400 /);
  }
}

test('a second process on the same data is refused, and the first goes on', async () => {
  await withServer(async (server) => {
    const { code, said } = await refused(server.data);
    assert.equal(code, LOCKED, said);
    await server.goesOn();
  });
});

test('data of a newer version is refused, and not changed', async () => {
  await withServer(async (server) => {
    await server.process.terminate();
    const path = join(server.data, 'stepwell.db');
    withDatabase(path, (database) => database.exec('UPDATE schema_version SET version = version + 1'));
    const { code, said } = await refused(server.data);
    assert.equal(code, NEWER, said);
    withDatabase(path, (database) => database.exec('UPDATE schema_version SET version = version - 1'));
    await server.restart();
    await server.goesOn();
  });
});

test('SIGTERM during a storm of requests loses no answer that was promised', async () => {
  await withServer(async (server) => {
    await server.createMachine('pass', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
    const arns = await storm(server);
    await server.restart();
    for (const executionArn of arns.slice(-50)) await server.call('DescribeExecution', { executionArn });
    assert.ok(arns.length > 0, 'nothing was started');
  });
});

/** Starts until the server is gone. @returns what was acknowledged. */
async function storm(server: LiveServer): Promise<string[]> {
  const arns: string[] = [];
  const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:pass';
  const client = async () => {
    for (;;) arns.push(String((await server.call('StartExecution', { stateMachineArn })).executionArn));
  };
  const clients = Array.from({ length: 16 }, () =>
    client().catch((error: unknown) => assert.match(String(error), REFUSED)),
  );
  await sleep(300);
  assert.equal((await server.process.terminate()).code, 0, server.process.said);
  await Promise.all(clients);
  return arns;
}

const REFUSED = /ECONNREFUSED|ECONNRESET|socket hang up/;

async function withServer(claim: (server: LiveServer) => Promise<void>): Promise<void> {
  const server = await new LiveServer().start();
  try {
    await claim(server);
  } finally {
    await server.close();
  }
}

async function refused(data: string): Promise<{ code: number | null; said: string }> {
  const second = new ServerProcess(['--data', data]);
  const { code } = await second.ended;
  return { code, said: second.said };
}

function withDatabase(path: string, use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  use(database);
  database.close();
}

/** The answers that come while the others wait. */
function firstOf(polls: readonly Promise<string>[], count: number): Promise<string[]> {
  const answers: string[] = [];
  return new Promise((resolve) => {
    for (const one of polls) void one.then((answer) => answers.push(answer) === count && resolve(answers));
  });
}

/** One long poll on a connection of its own. @returns its status and body. */
function poll(server: LiveServer, body: string, agent: Agent): Promise<string> {
  const url = `http://${server.host}/`;
  const headers = signRequest({
    method: 'POST',
    url,
    headers: apiHeaders('GetActivityTask'),
    body,
    service: 'states',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    now: Date.now(),
  });
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      let text = `${response.statusCode} `;
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

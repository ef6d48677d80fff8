import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, type JsonObject, member } from '../../src/base/json.ts';
import { Calls } from '../crash/calls.ts';
import { ServerProcess } from '../crash/server-process.ts';

const KILLS = 4;
const ACKS_PER_LIFE = 20;
const ARRIVED_MS_MAX = 30_000;

test('every start and end that is acknowledged arrives in the file, whenever the server is killed', async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, 'events.jsonl');
    const options = ['--data', join(directory, 'data'), '--events-to', `file:${file}`];
    const started = new Set<string>();
    for (let kill = 0; kill < KILLS; kill++) await lifeWithStarts(options, started);
    const server = new ServerProcess(options);
    await server.url;
    await eventually(() => {
      const told = statusesByExecution(eventsIn(file));
      return [...started].every((arn) => told.get(arn)?.join() === 'RUNNING,SUCCEEDED');
    });
    await server.kill('group');
  });
});

test('a webhook is asked again until it takes an event, which keeps its id', async () => {
  await inDirectory(async (directory) => {
    const seen: JsonObject[] = [];
    const hook = createServer(async (request, response) => {
      seen.push(JSON.parse(await text(request)));
      response.writeHead(seen.length <= 2 ? 503 : 200).end();
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const address = hook.address();
    assert.ok(typeof address === 'object' && address !== null);
    const url = `http://127.0.0.1:${address.port}/hook`;
    const server = new ServerProcess(['--data', join(directory, 'data'), '--events-to', url]);
    await start(new Calls(await server.url), 'one');
    await eventually(() => seen.length === 4);
    await server.kill('group');
    hook.close();
    assert.deepEqual(seen.map(statusOf), ['RUNNING', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
    assert.equal(new Set(seen.slice(0, 3).map(({ id }) => id)).size, 1);
  });
});

/** Kills the server while starts are under way, once it has acknowledged a few. */
async function lifeWithStarts(options: readonly string[], started: Set<string>): Promise<void> {
  const server = new ServerProcess(options);
  const calls = new Calls(await server.url);
  const enough = started.size + ACKS_PER_LIFE;
  const lanes = Promise.allSettled([0, 1, 2, 3, 4, 5].map(() => startUntilKilled()));
  await eventually(() => started.size >= enough);
  await server.kill('group');
  await lanes;

  async function startUntilKilled(): Promise<never> {
    for (;;) started.add(await start(calls, randomUUID()));
  }
}

async function start(calls: Calls, name: string): Promise<string> {
  const { stateMachineArn = null } = await calls.states('CreateStateMachine', {
    name: 'm',
    roleArn: 'arn:aws:iam::123456789012:role/r',
    definition: JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }),
  });
  const { executionArn } = await calls.states('StartExecution', { stateMachineArn, name });
  return String(executionArn);
}

/** Each status once, in the order of its first line. */
function statusesByExecution(events: readonly JsonObject[]): Map<string, Json[]> {
  const told = new Map<string, Json[]>();
  const ids = new Set<Json>();
  for (const event of events) {
    if (ids.has(event.id ?? null)) continue;
    ids.add(event.id ?? null);
    const arn = String(member(detailOf(event), 'executionArn'));
    told.set(arn, [...(told.get(arn) ?? []), statusOf(event)]);
  }
  return told;
}

function statusOf(event: JsonObject): Json {
  return member(detailOf(event), 'status') ?? null;
}

function detailOf({ detail }: JsonObject): JsonObject {
  assert.ok(isObject(detail));
  return detail;
}

/** A line that a kill has cut off stands there as it is; its event comes again. */
function eventsIn(file: string): JsonObject[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('{') && line.endsWith('}}') ? [JSON.parse(line)] : []));
}

async function eventually(claim: () => boolean): Promise<void> {
  for (const deadline = performance.now() + ARRIVED_MS_MAX; !claim(); await sleep(50)) {
    assert.ok(performance.now() < deadline, 'it does not come');
  }
}

async function inDirectory(claim: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-hook-'));
  try {
    await claim(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Calls } from '../crash/calls.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { BOMBS, type Bomb } from './bombs.ts';
import { Bystander, type Latencies } from './bystander.ts';

/** Besides the seconds that its expressions may take. */
const END_MS_MAX = 4000;
/** No evaluation holds the process for more than 1.1 s; twice that, for a busy machine. */
const BLOCK_MS_MAX = 2200;
const WATCHED_MS_MIN = 600;
const RESIDENT_MB_MAX = 640;
const HEAD = `${'Milliseconds of the bomb, and of the executions of others'.padEnd(62)}   took  count    p50    p99    max RSS MB`;
const ROLE_ARN = 'arn:aws:iam::123456789012:role/any';

describe('A bomb ends in its error, and the server goes on:', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bombs-'));
  const server = new ServerProcess(['--data', join(directory, 'data')]);
  const lines: string[] = [];
  let range: Range | undefined;

  before(async () => {
    const calls = new Calls(await server.url);
    range = { server, calls, bystander: await Bystander.arrive(calls) };
    // What runs for the first time is slow.
    await range.bystander.watch(sleep(WATCHED_MS_MIN));
    lines.push(lineOf('nothing', 0, await range.bystander.watch(sleep(WATCHED_MS_MIN))));
  });

  after(async () => {
    await server.kill('group');
    rmSync(directory, { recursive: true });
    console.log([HEAD, ...lines].join('\n'));
  });

  for (const bomb of BOMBS) {
    test(bomb.name, async () => {
      assert.ok(range !== undefined);
      lines.push(await explode(bomb, range));
    });
  }
});

/** Where it is safe. */
interface Range {
  readonly server: ServerProcess;
  readonly calls: Calls;
  readonly bystander: Bystander;
}

/** @returns what it did to others. */
async function explode(bomb: Bomb, { server, calls, bystander }: Range): Promise<string> {
  const ended = run(bomb, calls);
  const [{ tookMs, status, error, cause }, latencies] = await Promise.all([
    ended,
    bystander.watch(Promise.all([ended, sleep(WATCHED_MS_MIN)])),
  ]);
  assert.equal(status, bomb.error === undefined ? 'SUCCEEDED' : 'FAILED');
  assert.equal(error, bomb.error, cause);
  if (bomb.cause !== undefined) assert.match(cause ?? '', bomb.cause);
  const { seconds = 1 } = bomb;
  assert.ok(tookMs < seconds * 1000 + END_MS_MAX, `it took ${tookMs} ms`);
  assert.ok(latencies.maxMs < seconds * BLOCK_MS_MAX, `another execution took ${latencies.maxMs} ms`);
  assert.equal(server.hasEnded, false, server.said);
  const residentMb = residentMbOf(server.pid);
  assert.ok(residentMb < RESIDENT_MB_MAX, `${residentMb} MB are resident`);
  return lineOf(bomb.name, tookMs, latencies, residentMb);
}

interface End {
  readonly tookMs: number;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

async function run({ definition, input }: Bomb, calls: Calls): Promise<End> {
  const startMs = performance.now();
  const { stateMachineArn } = await calls.states('CreateStateMachine', {
    name: `bomb-${crypto.randomUUID()}`,
    definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
    roleArn: ROLE_ARN,
  });
  const { executionArn } = await calls.states('StartExecution', {
    stateMachineArn: stateMachineArn ?? '',
    input: JSON.stringify(input ?? {}),
  });
  for (;;) {
    const end = await calls.states('DescribeExecution', { executionArn: executionArn ?? '' });
    if (end.status !== 'RUNNING') {
      const [error, cause] = [end.error, end.cause].map((text) =>
        typeof text === 'string' ? text : undefined,
      );
      return { tookMs: performance.now() - startMs, status: String(end.status), error, cause };
    }
    await sleep(20);
  }
}

/** 0 where the system does not say. */
function residentMbOf(pid: number): number {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return 0;
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1]) / 1024;
}

function lineOf(name: string, tookMs: number, latencies: Latencies, residentMb = 0): string {
  const { count, p50Ms, p99Ms, maxMs } = latencies;
  const numbers = [tookMs, count, p50Ms, p99Ms, maxMs, residentMb].map((number) =>
    number.toFixed(0).padStart(6),
  );
  return `${name.padEnd(62)} ${numbers.join(' ')}`;
}

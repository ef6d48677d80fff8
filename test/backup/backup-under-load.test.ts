import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MANIFEST_FILE } from '../../src/cli/backup/manifest.ts';
import { examine } from '../../src/cli/doctor/examine.ts';
import { inspectDirectory } from '../../src/store/sqlite/inspection.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { asked, call, serving } from '../ops/inhabited.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const ROUNDS = Number(process.env.BACKUPS ?? 2);
const CLIENTS = 8;
/** Starts before each backup: it has something to copy. The clients rest while it is looked at. */
const STARTS_MORE = 1_000;
/** Executions whose whole history is compared, a round. */
const SAMPLE = 50;

test('a backup made under load restores to a moment after every earlier acknowledgement', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-backups-'));
  const data = join(directory, 'data');
  const server = new ServerProcess(['--data', data, '--auth', 'off']);
  try {
    const load = new Load(await server.url);
    await load.begin();
    const runs: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await backUpAndRestore(load, data, round));
    await load.end();
    console.log(summary(load, runs));
  } finally {
    await server.kill('group');
    rmSync(directory, { recursive: true, force: true });
  }
});

interface Measured {
  readonly tookMs: number;
  readonly bytes: number;
  readonly compared: number;
  readonly kills: number;
  /** The slowest start while the backup ran, and while none did. */
  readonly slowestMs: { readonly during: number; readonly before: number };
}

async function backUpAndRestore(load: Load, data: string, round: number): Promise<Measured> {
  const [backup, restored] = [`${data}-backup-${round}`, `${data}-restored-${round}`];
  await load.flowing(STARTS_MORE);
  const acked = [...load.acks];
  const before = load.slowestMs();
  const startedMs = performance.now();
  assert.equal(await stepwell(['backup', backup, '--data', data]), 0);
  const tookMs = performance.now() - startedMs;
  const during = load.slowestMs();
  load.pause();
  // Killed at a point of its life that another round does not meet.
  const part = (round + 0.5) / ROUNDS;
  await isKilledWhole(
    ['backup', `${backup}-killed`, '--data', data],
    tookMs * part,
    join(`${backup}-killed`, MANIFEST_FILE),
  );
  await isKilledWhole(['restore', backup, '--data', restored], tookMs * part, join(restored, 'stepwell.db'));
  rmSync(restored, { recursive: true, force: true });
  assert.equal(await stepwell(['restore', backup, '--data', restored]), 0);
  await isSound(restored);
  const compared = await hasAll(restored, acked, load);
  await isSound(restored);
  const bytes = statSync(join(backup, 'stepwell.db')).size;
  return { tookMs, bytes, compared, kills: 2, slowestMs: { during, before } };
}

/** Kills it: what it was to make is whole, or not there at all. */
async function isKilledWhole(args: readonly string[], afterMs: number, last: string): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await sleep(afterMs);
  child.kill('SIGKILL');
  await exited;
  const made = join(last, '..');
  if (existsSync(made)) assert.ok(existsSync(last), `${made} is there in part: ${readdirSync(made)}`);
}

async function stepwell(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  return code;
}

async function isSound(data: string): Promise<void> {
  const inspection = inspectDirectory(data);
  try {
    assert.deepEqual((await examine(inspection, () => {})).troubles, []);
  } finally {
    inspection.close();
  }
}

/** Each start is there as it was acknowledged; of some, all history that was there is what it is in the server. */
async function hasAll(data: string, acked: readonly Ack[], load: Load): Promise<number> {
  return await serving(data, async (server) => {
    for (const { executionArn, startDate } of acked) {
      const known = await asked(server, 'DescribeExecution', { executionArn });
      assert.equal(known.body.startDate, startDate, `${executionArn}: ${JSON.stringify(known.body)}`);
    }
    const step = Math.max(1, Math.floor(acked.length / SAMPLE));
    const sample = acked.filter((_, index) => index % step === 0);
    for (const { executionArn } of sample) {
      const query = { executionArn, maxResults: 2 };
      const [there, here] = [
        await call(server, 'GetExecutionHistory', query),
        await load.call('GetExecutionHistory', query),
      ];
      assert.deepEqual(there.events, here.events);
    }
    return sample.length;
  });
}

interface Ack {
  readonly executionArn: string;
  readonly startDate: number;
}

/** Clients that start executions without end. */
class Load {
  readonly acks: Ack[] = [];
  readonly call: (operation: string, input: object) => ReturnType<typeof call>;
  #slowestMs = 0;
  #isOver = false;
  #gate = Promise.withResolvers<void>();
  #clients: Promise<void>[] = [];

  constructor(url: string) {
    this.call = (operation, input) => call({ url }, operation, input);
  }

  async begin(): Promise<void> {
    const states = { P: { Type: 'Pass', Next: 'W' }, W: { Type: 'Wait', Seconds: 2, End: true } };
    const definition = JSON.stringify({ StartAt: 'P', States: states });
    const roleArn = 'arn:aws:iam::123456789012:role/r';
    const { stateMachineArn } = await this.call('CreateStateMachine', { name: 'm', definition, roleArn });
    this.#clients = Array.from({ length: CLIENTS }, () => this.#startForever(stateMachineArn));
  }

  /** Lets the clients work, and resolves when they have started so many more. */
  async flowing(more: number): Promise<void> {
    this.#gate.resolve();
    const enough = this.acks.length + more;
    while (this.acks.length < enough) await Promise.race([sleep(20), ...this.#clients]);
  }

  pause(): void {
    this.#gate = Promise.withResolvers<void>();
  }

  /** Since the last question. */
  slowestMs(): number {
    const slowest = this.#slowestMs;
    this.#slowestMs = 0;
    return slowest;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    this.#gate.resolve();
    await Promise.all(this.#clients);
  }

  async #startForever(stateMachineArn: unknown): Promise<void> {
    const input = JSON.stringify({ text: 'x'.repeat(2_000) });
    while (!this.#isOver) {
      await this.#gate.promise;
      const before = performance.now();
      const { executionArn, startDate } = await this.call('StartExecution', { stateMachineArn, input });
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - before);
      this.acks.push({ executionArn: String(executionArn), startDate: Number(startDate) });
    }
  }
}

function summary({ acks }: Load, runs: readonly Measured[]): string {
  const sum = (of: (run: Measured) => number) => runs.reduce((total, run) => total + of(run), 0);
  const rate = sum(({ bytes }) => bytes) / 1e3 / sum(({ tookMs }) => tookMs);
  const slowest = (of: 'during' | 'before') =>
    Math.max(...runs.map(({ slowestMs }) => slowestMs[of])).toFixed(0);
  return (
    `${runs.length} backups under load (${acks.length} starts by ${CLIENTS} clients), ${sum(({ kills }) => kills)} killed, ` +
    `all restored: 0 acks missing, ${sum(({ compared }) => compared)} histories the same, ${rate.toFixed(1)} MB/s with the ` +
    `start of the process, slowest start ${slowest('during')} ms (${slowest('before')} ms without a backup)`
  );
}

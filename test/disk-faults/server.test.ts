import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ServerProcess } from '../crash/server-process.ts';
import { asked } from '../ops/inhabited.ts';
import { buildShim, canFail, type DiskError, failing } from './faults.ts';

const MIB = 1024 * 1024;
const ROLE = 'arn:aws:iam::123456789012:role/r';
const WITHOUT_MOUNT = canMount() ? false : 'needs root and tmpfs';

describe('A server whose disk is full', { skip: WITHOUT_MOUNT }, () => {
  test('refuses what it cannot keep, answers what it has, and goes on when there is room', async () => {
    await onSmallDisk(async (disk, server) => {
      const waiting = await server.start({ Wait: { Type: 'Wait', Seconds: 2, End: true } });
      const before = await server.startUntilRefused(() => disk.fill());
      assert.deepEqual(before.refusal, { status: 503, type: 'ServiceUnavailable' });
      assert.equal(await server.health('/livez'), 200);
      assert.equal(await server.health('/readyz'), 503);
      assert.match(await server.metrics(), /^stepwell_disk_is_full 1$/m);
      assert.equal(await server.statusOf(waiting), 'RUNNING');
      await server.dueIsPast(waiting, 2_000);

      disk.free();
      await server.until(async () => (await server.statusOf(waiting)) === 'SUCCEEDED');
      const after = await server.start({ Pass: { Type: 'Pass', End: true } });
      assert.equal(await server.health('/readyz'), 200);
      for (const arn of [...before.acked, after]) assert.equal(await server.statusOf(arn), 'SUCCEEDED', arn);
      assert.equal(server.process.hasEnded, false, server.process.said);
    });
  });
});

describe('A server whose disk fails', { skip: canFail ? false : 'needs Linux and a C compiler' }, () => {
  test('ends with 74 and one line, and has everything after a restart', async () => {
    await withDirectory(async (directory) => {
      const shim = buildShim(directory);
      const server = await ServerUnderTest.at(join(directory, 'data'), fault(shim, directory, 'EIO'));
      const { acked } = await server.startUntilRefused(() => {});
      assert.equal((await server.process.ended).code, 74);
      assert.match(server.process.said, /^error: the store failed, ending: .*disk I\/O error\n$/);
      const next = await ServerUnderTest.at(join(directory, 'data'));
      try {
        for (const arn of acked) assert.equal(await next.statusOf(arn), 'SUCCEEDED', arn);
      } finally {
        await next.process.kill('group');
      }
    });
  });
});

/** Calls after those of the opening and of making a machine. */
const LATER = 150;

function fault(shim: string, directory: string, error: DiskError): Record<string, string> {
  const at = { directory: join(directory, 'data'), at: LATER, log: join(directory, 'log') };
  return failing(shim, { ...at, error });
}

class ServerUnderTest {
  readonly process: ServerProcess;
  #url = '';

  constructor(process: ServerProcess) {
    this.process = process;
  }

  static async at(data: string, env: Record<string, string> = {}): Promise<ServerUnderTest> {
    const server = new ServerUnderTest(new ServerProcess(['--data', data, '--auth', 'off'], { env }));
    server.#url = await server.process.url;
    return server;
  }

  /** A new machine, and an execution of it. */
  async start(states: object, input = '{}'): Promise<string> {
    const name = Object.keys(states)[0] ?? '';
    const definition = JSON.stringify({ StartAt: name, States: states });
    const made = await asked({ url: this.#url }, 'CreateStateMachine', { name, definition, roleArn: ROLE });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { stateMachineArn } = made.body;
    const { status, body } = await asked({ url: this.#url }, 'StartExecution', { stateMachineArn, input });
    assert.equal(status, 200, JSON.stringify(body));
    return String(body.executionArn);
  }

  /** Starts executions, meanwhile something happens to the disk, until one is refused or the server is gone. */
  async startUntilRefused(meanwhile: () => void) {
    await this.start({ Load: { Type: 'Pass', End: true } });
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Load';
    const acked: string[] = [];
    const input = JSON.stringify('x'.repeat(20_000));
    for (let n = 0; n < 10_000; n++) {
      if (n === 10) meanwhile();
      const answer = await asked({ url: this.#url }, 'StartExecution', { stateMachineArn, input }).catch(
        () => undefined,
      );
      if (answer?.status !== 200)
        return { acked, refusal: answer && { status: answer.status, type: answer.body.__type } };
      acked.push(String(answer.body.executionArn));
    }
    throw new Error('nothing was ever refused');
  }

  async statusOf(executionArn: string): Promise<unknown> {
    const { status, body } = await asked({ url: this.#url }, 'DescribeExecution', { executionArn });
    assert.equal(status, 200, JSON.stringify(body));
    return body.status;
  }

  /** Returns once it should long have gone on. */
  async dueIsPast(executionArn: string, ms: number): Promise<void> {
    const { body } = await asked({ url: this.#url }, 'DescribeExecution', { executionArn });
    const due = Number(body.startDate) * 1000 + ms;
    await this.until(async () => Date.now() > due + 500);
    assert.equal(await this.statusOf(executionArn), 'RUNNING');
  }

  async health(path: string): Promise<number> {
    return (await fetch(this.#url + path)).status;
  }

  async metrics(): Promise<string> {
    return await (await fetch(`${this.#url}/metrics`)).text();
  }

  async until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!(await isSo())) {
      assert.ok(Date.now() < deadline, 'it never came to be so');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A file system of its own, that a file fills and frees. */
class SmallDisk {
  readonly path: string;

  constructor(directory: string) {
    this.path = join(directory, 'disk');
    mkdirSync(this.path);
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'tmpfs', this.path]);
    assert.equal(made.status, 0, String(made.stderr));
  }

  fill(): void {
    const file = openSync(join(this.path, 'filler'), 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(MIB / 64));
    } catch (error) {
      assert.ok(error instanceof Error && 'code' in error && error.code === 'ENOSPC', String(error));
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.path, 'filler'));
  }

  remove(): void {
    spawnSync('umount', [this.path]);
  }
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    const isDone = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path]).status === 0;
    if (isDone) spawnSync('umount', [path]);
    return isDone;
  } finally {
    rmSync(path, { recursive: true });
  }
}

async function onSmallDisk(
  claim: (disk: SmallDisk, server: ServerUnderTest) => Promise<void>,
): Promise<void> {
  await withDirectory(async (directory) => {
    const disk = new SmallDisk(directory);
    try {
      const server = await ServerUnderTest.at(join(disk.path, 'data'));
      try {
        await claim(disk, server);
      } finally {
        await server.process.kill('group');
      }
    } finally {
      disk.remove();
    }
  });
}

async function withDirectory(claim: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'disk-'));
  try {
    await claim(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

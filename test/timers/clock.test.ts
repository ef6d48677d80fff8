import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Aws, createAws } from '../../src/cli/deploy/aws.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { createWaiting, startWaiting, type Timer, timerOf } from './waits.ts';

const SHIM = fileURLToPath(new URL('./clock.c', import.meta.url));
const canMove =
  process.platform === 'linux' && spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;
const HOUR_MS = 3_600_000;

describe('A server whose clock jumps', { skip: canMove ? false : 'needs Linux and a C compiler' }, () => {
  test('fires no timer before its moment and loses none, forward and back', async () => {
    await withClock(async ({ aws, clock }) => {
      const machine = await createWaiting(aws);
      const soon = await startWaiting(aws, machine, clock.now() + 1_500);
      const inAnHour = await startWaiting(aws, machine, clock.now() + HOUR_MS);

      clock.jump(-HOUR_MS);
      // Asked for and answered after the moment at which it would have fired.
      const after = await startWaiting(aws, machine, clock.now() + 2_000);
      const first = await fired(aws, after);
      isNotEarly(first);
      assert.ok(first.firedAt < Date.now() - HOUR_MS / 2, 'the clock of the server was not put back');
      isNotEarly(await timerOf(aws, soon));

      clock.jump(HOUR_MS);
      isNotEarly(await fired(aws, soon));
      isNotEarly(await timerOf(aws, inAnHour));

      clock.jump(HOUR_MS);
      isNotEarly(await fired(aws, inAnHour));
    });
  });
});

/** The wall clock of a server. */
class MovableClock {
  readonly #file: number;
  #movedMs = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600);
    ftruncateSync(this.#file, 4096);
    this.jump(0);
  }

  now(): number {
    return Date.now() + this.#movedMs;
  }

  jump(ms: number): void {
    this.#movedMs += ms;
    writeSync(this.#file, String(this.#movedMs / 1000).padEnd(16), 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}

async function withClock(
  claim: (under: { readonly aws: Aws; readonly clock: MovableClock }) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'clock-'));
  const [shim, file] = [join(directory, 'clock.so'), join(directory, 'moved')];
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', shim, SHIM, '-ldl']);
  const clock = new MovableClock(file);
  const env = { LD_PRELOAD: shim, CLOCK_FILE: file };
  const server = new ServerProcess(['--data', join(directory, 'data'), '--auth', 'off'], { env });
  try {
    // Its signatures are an hour off, and nobody looks at them.
    const credentials = { accessKeyId: '123456789012', secretAccessKey: 'any' };
    await claim({ clock, aws: createAws({ endpoint: await server.url, region: 'us-east-1', credentials }) });
  } finally {
    await server.kill('group');
    clock.close();
    rmSync(directory, { recursive: true });
  }
}

/** It may still wait. */
function isNotEarly(timer: Timer | undefined): void {
  if (timer !== undefined)
    assert.ok(timer.firedAt >= timer.due, `due at ${timer.due}, fired at ${timer.firedAt}`);
}

/** Recovery looks at the clock every few seconds. */
async function fired(aws: Aws, executionArn: string): Promise<Timer> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const timer = await timerOf(aws, executionArn);
    if (timer !== undefined) return timer;
    assert.ok(Date.now() < deadline, `${executionArn} never went on`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

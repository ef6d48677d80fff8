import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { processStart } from './process-start.ts';
import { Reaper } from './reaper.ts';

describe('The reaper', () => {
  test('kills the groups that are left when its input ends', () => reaps({ watched: 3, forgotten: [] }));
  test('lets the first alone when it is gone', () => reaps({ watched: 3, forgotten: [0] }));
  test('lets one between others alone', () => reaps({ watched: 3, forgotten: [1] }));
  test('lets all alone when all are gone', () => reaps({ watched: 2, forgotten: [1, 0, 0] }));
});

describe('The reaper of a server that was killed', () => {
  test('lets a call that is written down go on, within its time', () => reapsAfterKill('R a {}\n', 'later'));
  test('lets a call go on that comes when its process is about to be killed', () =>
    reapsAfterKill('', 'later', 'R a {}\n'));
  test('kills what has no call', () => reapsAfterKill('', 'at once'));
  test('kills what has answered', () => reapsAfterKill('R a {}\nS b 1 1\n1\n', 'at once'));
});

/**
 * The pipe just ends, as when the server is gone.
 *
 * @param late What is written once the process has been stopped.
 */
async function reapsAfterKill(written: string, when: 'at once' | 'later', late?: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-reaper-'));
  writeFileSync(join(directory, 'file'), written);
  const script = join(import.meta.dirname, '../../../test/lambda/reaping-server.ts');
  const server = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  const [called, other] = String(line).trim().split(' ').map(Number);
  server.kill('SIGKILL');
  if (late !== undefined) {
    await stops(called);
    writeFileSync(join(directory, 'file'), late);
  }
  await ends(other);
  if (when === 'later') {
    assert.notEqual(processStart(called ?? 0), undefined);
    process.kill(called ?? 0);
  }
  await ends(called);
  rmSync(directory, { recursive: true });
}

/** Waits until a process is stopped. */
async function stops(pid = 0): Promise<void> {
  while (!/\) T/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Within a minute. */
async function ends(pid = 0): Promise<void> {
  for (let looks = 0; processStart(pid) !== undefined; looks++) {
    assert.ok(looks < 3000, `${pid} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Processes that were forgotten live until SIGTERM; the others are killed before that. */
async function reaps({
  watched,
  forgotten,
}: {
  watched: number;
  forgotten: readonly number[];
}): Promise<void> {
  const children = Array.from({ length: watched }, () =>
    spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }),
  );
  const exits = children.map((child) => once(child, 'exit'));
  const reaper = new Reaper();
  for (const child of children) reaper.watch(pidOf(child), { timeout: 60 });
  for (const index of forgotten) reaper.forget(pidOf(children[index]));
  await reaper.close();
  for (const child of children) child.kill('SIGTERM');
  const signals = (await Promise.all(exits)).map(([, signal]) => signal);
  assert.deepEqual(
    signals,
    children.map((_, index) => (forgotten.includes(index) ? 'SIGTERM' : 'SIGKILL')),
  );
}

function pidOf(child: ChildProcess | undefined): number {
  assert.ok(child?.pid !== undefined);
  return child.pid;
}

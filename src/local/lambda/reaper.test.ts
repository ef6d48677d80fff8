import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { Reaper } from './reaper.ts';

describe('The reaper', () => {
  test('kills the groups that are left when its input ends', () => reaps({ watched: 3, forgotten: [] }));
  test('lets the first alone when it is gone', () => reaps({ watched: 3, forgotten: [0] }));
  test('lets one between others alone', () => reaps({ watched: 3, forgotten: [1] }));
  test('lets all alone when all are gone', () => reaps({ watched: 2, forgotten: [1, 0, 0] }));
});

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

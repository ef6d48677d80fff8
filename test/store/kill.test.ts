import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

const KILLS = 20;
const COMMITTER = new URL('./committer.ts', import.meta.url).pathname;

test('a store killed in the middle of its work has every commit that it acknowledged', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-kill-'));
  const acknowledged = new Map<number, number>();
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      // 1 to 300 lines, spread by a fixed recurrence: the same points at every run.
      await killAfter(1 + ((kill * 7_919) % 300), { directory, firstId: 1 + kill * 1_000_000 }, acknowledged);
      await hasAll(directory, acknowledged);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  assert.ok(acknowledged.size >= KILLS, 'a run with hardly any acknowledgement proves nothing');
});

async function killAfter(
  lines: number,
  { directory, firstId }: { directory: string; firstId: number },
  acknowledged: Map<number, number>,
): Promise<void> {
  const child = spawn(process.execPath, [COMMITTER, directory, String(firstId)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('exit', (_code, signal) => resolve(signal));
  });
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [id, version] = line.split(' ').map(Number);
    acknowledged.set(id ?? 0, version ?? 0);
    if (++seen === lines) child.kill('SIGKILL');
  }
  assert.equal(await exited, 'SIGKILL');
}

/** The reopening itself proves that the dead process's lock does not block. */
async function hasAll(directory: string, acknowledged: ReadonlyMap<number, number>): Promise<void> {
  const store = await openSqliteStore({ directory, onFatal: (error) => assert.fail(error) });
  try {
    for (const [id, version] of acknowledged) await has(store, id, version);
  } finally {
    await store.close();
  }
}

async function has(store: Store, id: number, version: number): Promise<void> {
  const stored = (await store.header(id))?.version ?? 0;
  assert.ok(stored >= version, `execution ${id} has version ${stored}, ${version} was acknowledged`);
  const expected = Array.from({ length: stored }, (_, index) => `${id}/${index + 1}`);
  const journal = await store.journal(id);
  assert.deepEqual(
    journal.map((chunk) => Buffer.from(chunk).toString().trimEnd()),
    expected,
  );
}

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

const KILLS = 10;
const CHILD = new URL('./purging.ts', import.meta.url).pathname;

test('A store killed while it deletes has all that lives, nothing that it said is gone, and no halves', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-purge-kill-'));
  const told: Told = { alive: new Map(), ended: new Set(), purged: new Set() };
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      // Spread by a fixed recurrence: the same points at every run.
      await killAfter(200 + ((kill * 7_919) % 600), { directory, firstId: 4 * (1 + kill * 1_000_000) }, told);
      await holds(directory, told);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  assert.ok(told.purged.size >= KILLS, `a run that deletes ${told.purged.size} proves nothing`);
});

/** What was acknowledged. */
interface Told {
  /** The version, by id. */
  readonly alive: Map<number, number>;
  readonly ended: Set<number>;
  readonly purged: Set<number>;
}

async function killAfter(
  lines: number,
  { directory, firstId }: { readonly directory: string; readonly firstId: number },
  told: Told,
): Promise<void> {
  const child = spawn(process.execPath, [CHILD, directory, String(firstId)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('exit', (_code, signal) => resolve(signal));
  });
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, id, version] = line.split(' ');
    if (what === 'alive') told.alive.set(Number(id), Number(version));
    else if (what === 'ended') told.ended.add(Number(id));
    else told.purged.add(Number(id));
    if (++seen === lines) child.kill('SIGKILL');
  }
  assert.equal(await exited, 'SIGKILL');
}

async function holds(directory: string, { alive, ended, purged }: Told): Promise<void> {
  const store = await openSqliteStore({ directory, onFatal: (error) => assert.fail(error) });
  try {
    for (const [id, version] of alive) {
      const stored = (await store.header(id))?.version ?? 0;
      assert.ok(stored >= version, `execution ${id} has version ${stored}, ${version} was acknowledged`);
      await isWhole(store, id);
    }
    for (const id of purged) assert.equal(await store.header(id), undefined, `${id} is back`);
    for (const id of ended) if ((await store.header(id)) !== undefined) await isWhole(store, id);
    while ((await store.purge([], 0)).isUnfinished);
  } finally {
    await store.close();
  }
  assert.equal(orphans(directory), 0);
}

async function isWhole(store: Store, id: number): Promise<void> {
  const version = (await store.header(id))?.version ?? 0;
  const journal = await store.journal(id);
  assert.deepEqual(
    journal.map((chunk) => Buffer.from(chunk).toString().trimEnd()),
    Array.from({ length: version }, (_, index) => `${id}/${index + 1}`),
  );
}

/** Chunks of executions that are not there. */
function orphans(directory: string): unknown {
  const database = new DatabaseSync(join(directory, 'stepwell.db'), { readOnly: true });
  const sql = 'SELECT count(*) AS count FROM journal WHERE execution NOT IN (SELECT id FROM execution)';
  const count = database.prepare(sql).get()?.count;
  database.close();
  return count;
}

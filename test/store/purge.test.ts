import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Unavailable } from '../../src/base/unavailable.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Header, Store } from '../../src/store/store.ts';
import { turnOf } from './turn.ts';

const STORES: Readonly<Record<string, (directory: string) => Promise<Store>>> = {
  memory: async () => createMemoryStore(),
  sqlite: (directory) => openSqliteStore({ directory, onFatal: (error) => assert.fail(error) }),
};

for (const [name, open] of Object.entries(STORES)) {
  const on = (claim: (store: Store) => Promise<void>) => onStore(open, claim);

  describe(`the ${name} store`, () => {
    test('lists what has ended by a moment, the earliest end first', () => on(listsEnded));

    test('deletes what has ended by then, and nothing else', () => on(deletesEnded));

    test('frees the name of what it deletes', () => on(freesName));

    test('refuses further turns of what it has deleted', () => on(refusesLateTurn));

    test('keeps what was taken up again before it was deleted', () => on(keepsResumed));

    test('leaves the pages of a list as they were', () => on(keepsPages));

    test('deletes a long journal step by step, and nothing of another', () => on(deletesLongJournal));

    test('deletes nothing once it is closed', () => on(refusesAfterClose));
  });
}

const ENDED = { status: 'SUCCEEDED', stoppedAt: 100 } as const;

async function listsEnded(store: Store): Promise<void> {
  await start(store, { id: 1, ...ENDED, stoppedAt: 30 }, { id: 2, ...ENDED, stoppedAt: 10 });
  await start(store, { id: 3, ...ENDED, stoppedAt: 31 }, { id: 4 });
  assert.deepEqual(ids(await store.ended(30, 9)), [2, 1]);
  assert.deepEqual(ids(await store.ended(31, 2)), [2, 1]);
}

async function deletesEnded(store: Store): Promise<void> {
  await start(
    store,
    { id: 1, ...ENDED },
    { id: 2, ...ENDED, stoppedAt: 101 },
    { id: 3 },
    { id: 4, ...ENDED },
  );
  assert.deepEqual(await store.purge([1, 2, 3, 9], 100), { purged: [1], isUnfinished: false });
  assert.deepEqual([await store.header(1), await store.journal(1)], [undefined, []]);
  assert.deepEqual(ids(await store.executions({ machine: 1, limit: 9 })), [4, 3, 2]);
  assert.deepEqual(text(await store.journal(2)), ['chunk']);
}

async function freesName(store: Store): Promise<void> {
  await start(store, { id: 1, name: 'a', ...ENDED });
  await store.purge([1], 100);
  assert.equal(await store.headerByName(1, 'a'), undefined);
  await start(store, { id: 2, name: 'a' });
  assert.equal((await store.headerByName(1, 'a'))?.id, 2);
}

async function refusesLateTurn(store: Store): Promise<void> {
  await start(store, { id: 1, ...ENDED });
  await store.purge([1], 100);
  assert.equal(await store.commit(turnOf({ id: 1, version: 2 })), 'conflict');
}

async function keepsResumed(store: Store): Promise<void> {
  await start(store, { id: 1, ...ENDED });
  const resumed = store.commit(turnOf({ id: 1, version: 2 }));
  await resumed;
  assert.deepEqual((await store.purge([1], 100)).purged, []);
  assert.equal((await store.header(1))?.status, 'RUNNING');
}

async function keepsPages(store: Store): Promise<void> {
  await start(store, ...[1, 2, 3, 4, 5].map((id) => ({ id, ...ENDED })));
  assert.deepEqual(ids(await store.executions({ machine: 1, limit: 2 })), [5, 4]);
  await store.purge([4, 3], 100);
  assert.deepEqual(ids(await store.executions({ machine: 1, before: 4, limit: 2 })), [2, 1]);
}

async function deletesLongJournal(store: Store): Promise<void> {
  await start(store, { id: 1 }, { id: 2 });
  for (let version = 2; version < 1200; version++) {
    await Promise.all([1, 2].map((id) => store.commit(turnOf({ id, version, status: 'RUNNING' }))));
  }
  await store.commit(turnOf({ id: 1, version: 1200, ...ENDED }));
  for (let ids: number[] = [1]; ; ids = []) {
    const { isUnfinished } = await store.purge(ids, 100);
    assert.deepEqual([await store.header(1), (await store.journal(2)).length], [undefined, 1199]);
    if (!isUnfinished) break;
  }
  assert.deepEqual(await store.journal(1), []);
}

async function refusesAfterClose(store: Store): Promise<void> {
  await start(store, { id: 1, ...ENDED });
  await store.close();
  await assert.rejects(store.purge([1], 100), Unavailable);
}

async function start(store: Store, ...headers: readonly Partial<Header>[]): Promise<void> {
  for (const header of headers) assert.equal(await store.commit(turnOf(header)), 'committed');
}

function ids(headers: readonly Header[]): number[] {
  return headers.map(({ id }) => id);
}

function text(chunks: readonly Uint8Array[]): string[] {
  return chunks.map((chunk) => Buffer.from(chunk).toString());
}

async function onStore(
  open: (directory: string) => Promise<Store>,
  claim: (store: Store) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-purge-'));
  const store = await open(directory);
  try {
    await claim(store);
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

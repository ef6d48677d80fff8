import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { turnOf } from '../../../test/store/turn.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { StoreRefused } from '../refused.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './sqlite-store.ts';

describe('a data directory', () => {
  test('keeps everything through a close and an open', () => inDirectory(survivesReopening));

  test('has its initial documents, as they were first written', () => inDirectory(keepsInitialDocuments));

  test('is refused while another store has it', () => inDirectory(refusesSecondOpen));

  test('is refused, and left as it is, when a newer stepwell wrote it', () => inDirectory(refusesNewer));

  test('is refused when it cannot be a directory', () => inDirectory(refusesFile));

  test('is refused when its database is something else', () => inDirectory(refusesForeignFile));

  test('is refused when it has files that other users may reach', () => inDirectory(refusesOpenDirectory));

  test('is private, and so are its files', () => inDirectory(isPrivate));

  test('holds nothing but its own files after a close', () => inDirectory(leavesNothingOpen));
});

describe('an open store', () => {
  test('says how it is durable', () => inDirectory(saysDurability));

  test('stops for good, and says so once, when the database is damaged', () => inDirectory(stopsWhenDamaged));

  test('has read what was acknowledged at once', () => inDirectory(readsOwnWrites));
});

async function keepsInitialDocuments(directory: string): Promise<void> {
  for (const text of ['first', 'second']) {
    const initial = [{ kind: 'k', key: 'a', text }];
    const store = await openSqliteStore({ directory, initial, onFatal: assert.ifError });
    assert.deepEqual((await store.document('k', 'a'))?.text, 'first');
    await store.close();
  }
}

async function survivesReopening(directory: string): Promise<void> {
  const chunk = 'x'.repeat(5_000);
  await withStore(directory, async (store) => {
    await store.commit(turnOf({ id: 1, version: 1 }));
    await store.commit(turnOf({ id: 1, version: 2 }, chunk));
    await store.write([{ kind: 'k', key: 'a', text: 'one', expectedVersion: 0 }]);
  });
  await withStore(directory, async (store) => {
    assert.deepEqual(await store.header(1), turnOf({ id: 1, version: 2 }).header);
    assert.deepEqual(
      (await store.journal(1)).map(String),
      ['chunk', chunk].map((text) => String(Uint8Array.from(Buffer.from(text)))),
    );
    assert.equal((await store.document('k', 'a'))?.text, 'one');
    assert.equal(await store.commit(turnOf({ id: 1, version: 3 })), 'committed');
  });
}

async function refusesSecondOpen(directory: string): Promise<void> {
  await withStore(directory, async (store) => {
    await refused(directory, 'locked', new RegExp(`in use by another stepwell \\(process ${process.pid}\\)`));
    await refused(directory, 'locked', /in use/);
    assert.equal(await store.commit(turnOf({ id: 1, version: 1 })), 'committed');
  });
  await withStore(directory, async (store) => assert.notEqual(await store.header(1), undefined));
}

async function refusesNewer(directory: string): Promise<void> {
  await withStore(directory, (store) => store.commit(turnOf({ id: 1, version: 1 })));
  const path = join(directory, 'stepwell.db');
  edit(path, 'UPDATE schema_version SET version = 99');
  const before = readFileSync(path);
  await refused(directory, 'newer', /schema 99, this one knows \d+/);
  assert.deepEqual(readFileSync(path), before);
}

async function refusesFile(directory: string): Promise<void> {
  const path = join(directory, 'file');
  writeFileSync(path, '');
  await refused(path, 'unwritable', /Cannot use .*file as data directory: EEXIST/);
}

async function refusesForeignFile(directory: string): Promise<void> {
  chmodSync(directory, 0o700);
  writeFileSync(join(directory, 'stepwell.db'), 'this is a letter, not a database'.repeat(100));
  await refused(directory, 'unwritable', /file is not a database/);
}

async function refusesOpenDirectory(directory: string): Promise<void> {
  await withStore(directory, (store) => store.commit(turnOf({ id: 1, version: 1 })));
  chmodSync(directory, 0o755);
  await refused(directory, 'unsafe', /mode 755.*run chmod 700/);
}

async function isPrivate(parent: string): Promise<void> {
  const directory = join(parent, 'new', 'data');
  await withStore(directory, async (store) => {
    await store.commit(turnOf({ id: 1, version: 1 }));
    assert.equal(modeOf(directory), '700');
    for (const file of ['stepwell.db', 'stepwell.db-wal', 'stepwell.db-shm', 'lock.db', 'pid', 'ballast']) {
      if (file !== 'ballast' || existsSync(join(directory, file)))
        assert.equal(modeOf(join(directory, file)), '600');
    }
  });
  const empty = join(parent, 'empty');
  mkdirSync(empty, { mode: 0o755 });
  await withStore(empty, async () => assert.equal(modeOf(empty), '700'));
}

async function leavesNothingOpen(directory: string): Promise<void> {
  await withStore(directory, (store) => store.commit(turnOf({ id: 1, version: 1 })));
  assert.equal(existsSync(join(directory, 'stepwell.db-wal')), false);
  edit(join(directory, 'lock.db'), 'BEGIN EXCLUSIVE; COMMIT');
}

async function saysDurability(directory: string): Promise<void> {
  await withStore(directory, async (store) => {
    assert.match(store.durability, /^sqlite wal full(, [a-z0-9]+)?, fsync \d+\.\d+ ms/);
  });
}

async function stopsWhenDamaged(directory: string): Promise<void> {
  await withStore(directory, (store) => store.commit(turnOf({ id: 1, version: 1 })));
  damage(join(directory, 'stepwell.db'), 'journal');
  const errors: Error[] = [];
  const store = await openSqliteStore({ directory, onFatal: (error) => errors.push(error) });
  const commits = [store.commit(turnOf({ id: 2, version: 1 })), store.commit(turnOf({ id: 1, version: 2 }))];
  for (const commit of commits) await assert.rejects(commit, Unavailable);
  await assert.rejects(store.commit(turnOf({ id: 3, version: 1 })), Unavailable);
  await assert.rejects(store.header(1), Unavailable);
  assert.equal(errors.length, 1);
  await store.close();
}

async function readsOwnWrites(directory: string): Promise<void> {
  await withStore(directory, async (store) => {
    for (let id = 1; id <= 100; id++) {
      await store.commit(turnOf({ id, version: 1 }));
      assert.equal((await store.headerByName(1, `name-${id}`))?.id, id);
    }
  });
}

async function refused(directory: string, reason: StoreRefused['reason'], message: RegExp): Promise<void> {
  await assert.rejects(openSqliteStore({ directory, onFatal: (error) => assert.fail(error) }), (error) => {
    assert.ok(error instanceof StoreRefused);
    assert.equal(error.reason, reason);
    assert.match(error.message, message);
    return true;
  });
}

async function withStore(directory: string, use: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openSqliteStore({ directory, onFatal: (error) => assert.fail(error) });
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

async function inDirectory(claim: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-store-'));
  try {
    await claim(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function edit(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** Overwrites the first page of a table. */
function damage(path: string, table: string): void {
  const database = new DatabaseSync(path);
  const root = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)?.rootpage;
  database.close();
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Buffer.alloc(4_096, 0xee), 0, 4_096, (Number(root) - 1) * 4_096);
  closeSync(descriptor);
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { OutboxEntry, StoredOutboxEntry } from '../../src/base/outbox.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { turnOf } from './turn.ts';

const STORES: Readonly<Record<string, (claim: (store: Store) => Promise<void>) => Promise<void>>> = {
  memory: onMemory,
  sqlite: onSqlite,
};

for (const [name, on] of Object.entries(STORES)) {
  describe(`the outbox of the ${name} store`, () => {
    test('has the events of a turn that was committed', () => on(keepsOfTurns));

    test('has none of a turn that was refused', () => on(keepsNoneOfConflicts));

    test('keeps the order of the turns in a group', () => on(keepsOrder));

    test('takes events with documents, or neither', () => on(writesBothOrNeither));

    test('gives what was taken to nobody else', () => on(removesOnce));

    test('exchanges entries in one step', () => on(exchanges));

    test('keeps its queues apart', () => on(keepsQueuesApart));

    test('tells what is due, earliest first', () => on(tellsDue));

    test('keeps any text', () => on(keepsText));

    test('agrees with a naive model on random changes', () => on(agreesWithModel));
  });
}

test('the outbox of the sqlite store is there when the store is opened again', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-outbox-'));
  try {
    await withSqlite(directory, async (store) => {
      await store.commit({ ...turnOf({ id: 1 }), events: entries('a', 'b') });
      await store.write([], { remove: [1] });
    });
    await withSqlite(directory, async (store) => {
      await has(store, ['b']);
      await store.write([], { remove: [2], append: entries('c') });
      // Positions are for ever: one that was taken must never mean another entry.
      assert.deepEqual(
        (await read(store)).map(({ position }) => position),
        [3],
      );
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

async function keepsOfTurns(store: Store): Promise<void> {
  await store.commit({ ...turnOf({ id: 1 }), events: entries('started', 'ended') });
  await store.commit(turnOf({ id: 2 }));
  await has(store, ['started', 'ended']);
}

async function keepsNoneOfConflicts(store: Store): Promise<void> {
  await store.commit({ ...turnOf({ id: 1 }), events: entries('a') });
  assert.equal(await store.commit({ ...turnOf({ id: 1 }), events: entries('b') }), 'conflict');
  await has(store, ['a']);
}

async function keepsOrder(store: Store): Promise<void> {
  const ids = Array.from({ length: 50 }, (_, index) => index + 1);
  const commits = ids.map((id) =>
    // Every third is refused, and every second has nothing to tell.
    store.commit({
      ...turnOf({ id, version: id % 3 === 0 ? 2 : 1 }),
      ...(id % 2 === 0 ? {} : { events: entries(`${id}`) }),
    }),
  );
  await Promise.all(commits);
  await has(store, ids.filter((id) => id % 3 !== 0 && id % 2 === 1).map(String));
}

async function writesBothOrNeither(store: Store): Promise<void> {
  const document = { kind: 'k', key: 'a', text: '{}', expectedVersion: 0 };
  assert.equal(await store.write([document], { append: entries('a') }), 'committed');
  assert.equal(await store.write([document], { append: entries('b') }), 'conflict');
  const other = { ...document, key: 'b' };
  assert.equal(await store.write([other], { append: entries('c'), remove: [999] }), 'conflict');
  assert.equal(await store.document('k', 'b'), undefined);
  await has(store, ['a']);
}

async function removesOnce(store: Store): Promise<void> {
  await store.write([], { append: entries('a', 'b') });
  const [first] = await positions(store);
  const remove = first === undefined ? [] : [first];
  assert.equal(await store.write([], { remove: [...remove, ...remove] }), 'conflict');
  const both = await Promise.all([store.write([], { remove }), store.write([], { remove })]);
  assert.deepEqual(both, ['committed', 'conflict']);
  await has(store, ['b']);
}

async function exchanges(store: Store): Promise<void> {
  await store.write([], { append: entries('a', 'b') });
  await store.write([], { remove: await positions(store), append: entries('c') });
  await has(store, ['c']);
}

async function keepsQueuesApart(store: Store): Promise<void> {
  await store.write([], { append: [...entries('a'), { queue: 'other', text: 'b' }, ...entries('c')] });
  await has(store, ['a', 'c']);
  assert.deepEqual(
    (await store.outbox('other', 0, 9)).map(({ text }) => text),
    ['b'],
  );
  assert.deepEqual(await store.outbox('nobody', 0, 9), []);
}

async function tellsDue(store: Store): Promise<void> {
  const append = [30, 10, undefined, 20, 10].map((dueAt, index) => ({
    ...{ queue: 'q', text: `${index}` },
    ...(dueAt === undefined ? {} : { dueAt }),
  }));
  await store.write([], { append });
  const texts = async (until: number, limit: number) =>
    (await store.outbox('q', until, limit)).map(({ text }) => text);
  assert.deepEqual(await texts(0, 9), ['2']);
  assert.deepEqual(await texts(20, 9), ['2', '1', '4', '3']);
  assert.deepEqual(await texts(Number.MAX_SAFE_INTEGER, 3), ['2', '1', '4']);
}

async function keepsText(store: Store): Promise<void> {
  const texts = ['', 'a\u0000b', '😀é', '"'.repeat(300_000)];
  await store.write([], { append: entries(...texts) });
  await has(store, texts);
}

async function agreesWithModel(store: Store): Promise<void> {
  const change = fc.record({
    append: fc.array(fc.record({ queue: fc.constantFrom('q', 'r'), text: fc.string(), dueAt: fc.nat(3) }), {
      maxLength: 4,
    }),
    takes: fc.nat(3),
    again: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 10 }), async (changes) => {
      await store.write([], { remove: await positions(store, 'q') });
      await store.write([], { remove: await positions(store, 'r') });
      let model: OutboxEntry[] = [];
      for (const { append, takes, again } of changes) {
        const due = model.filter(({ queue }) => queue === 'q').sort(byDue);
        const taken = due.slice(0, takes);
        const remove = (await read(store)).slice(0, takes).map(({ position }) => position);
        assert.equal(await store.write([], { append, remove }), 'committed');
        if (again && remove.length > 0) assert.equal(await store.write([], { append, remove }), 'conflict');
        model = [...model.filter((entry) => !taken.includes(entry)), ...append];
      }
      const expected = model.filter(({ queue }) => queue === 'q').map((entry) => ({ ...entry }));
      assert.deepEqual(
        (await read(store)).map(({ position: _, ...entry }) => entry),
        expected.sort(byDue),
      );
    }),
    { numRuns: 50, seed: 20261127 },
  );
}

function byDue(a: OutboxEntry, b: OutboxEntry): number {
  return (a.dueAt ?? 0) - (b.dueAt ?? 0);
}

// The material.

function entries(...texts: readonly string[]): OutboxEntry[] {
  return texts.map((text) => ({ queue: 'q', text }));
}

async function read(store: Store, queue = 'q'): Promise<StoredOutboxEntry[]> {
  return await store.outbox(queue, Number.MAX_SAFE_INTEGER, 1_000);
}

async function positions(store: Store, queue = 'q'): Promise<number[]> {
  return (await read(store, queue)).map(({ position }) => position);
}

async function has(store: Store, texts: readonly string[]): Promise<void> {
  assert.deepEqual(
    (await read(store)).map(({ text }) => text),
    texts,
  );
}

async function onMemory(claim: (store: Store) => Promise<void>): Promise<void> {
  await claim(createMemoryStore());
}

async function onSqlite(claim: (store: Store) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-outbox-'));
  try {
    await withSqlite(directory, claim);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function withSqlite(directory: string, claim: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ directory, onFatal: (error) => assert.fail(error) });
  try {
    await claim(store);
  } finally {
    await store.close();
  }
}

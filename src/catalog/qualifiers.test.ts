import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newCatalog, withMachine } from '../../test/catalog/material.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import { NO_QUALIFIERS, type Qualifiers, StoredQualifiers } from './qualifiers.ts';

describe('versions and aliases of a machine', () => {
  test('are read from the store once, and again after a change', async () => {
    const { store, reads } = counted(createMemoryStore());
    const qualifiers = new StoredQualifiers(store);
    for (let n = 0; n < 3; n++) assert.equal((await qualifiers.find(1)).lastVersion, 0);
    assert.equal(reads(), 1);
    await qualifiers.change(1, (before) => ({ after: counting(before), answer: undefined }));
    assert.equal((await qualifiers.find(1)).lastVersion, 1);
  });

  test('that a change leaves alone are not written', async () => {
    const store = createMemoryStore();
    await new StoredQualifiers(store).change(1, (before) => ({ after: before, answer: undefined }));
    assert.equal(await store.document('qualifiers', '1'), undefined);
  });

  test('read before a change do not enter the cache after it', async () => {
    const { store, release } = held(createMemoryStore());
    const qualifiers = new StoredQualifiers(store);
    const early = qualifiers.find(1);
    const change = qualifiers.change(1, (before) => ({ after: counting(before), answer: undefined }));
    await change;
    release();
    await early;
    assert.equal((await qualifiers.find(1)).lastVersion, 1);
  });

  test('are changed again from the start when another node was faster', async () => {
    const store = createMemoryStore();
    const change = () =>
      new StoredQualifiers(store).change(1, (before) => ({ after: counting(before), answer: undefined }));
    await Promise.all([change(), change(), change()]);
    assert.equal((await new StoredQualifiers(store).find(1)).lastVersion, 3);
  });

  test('that a publication makes are seen at once', async () => {
    const { catalog, machine } = await withMachine({}, newCatalog());
    assert.deepEqual(await catalog.versions.list(machine), []);
    await catalog.machines.publish(machine, {});
    assert.equal((await catalog.versions.list(machine)).length, 1);
  });
});

function counting(before: Qualifiers): Qualifiers {
  return { ...NO_QUALIFIERS, lastVersion: before.lastVersion + 1 };
}

function counted(store: Store): { store: Store; reads: () => number } {
  let reads = 0;
  const document: Store['document'] = (kind, key) => {
    reads += 1;
    return store.document(kind, key);
  };
  return { store: reading(store, document), reads: () => reads };
}

/** A store whose first answer comes only when it is released. */
function held(store: Store): { store: Store; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let gate: Promise<void> | undefined = promise;
  const document: Store['document'] = async (kind, key) => {
    const waiting = gate;
    gate = undefined;
    const found = await store.document(kind, key);
    await waiting;
    return found;
  };
  return { store: reading(store, document), release: resolve };
}

function reading(store: Store, document: Store['document']): Store {
  const write: Store['write'] = (writes) => store.write(writes);
  return Object.assign(Object.create(store), { document, write });
}

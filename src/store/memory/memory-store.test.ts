import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Turn } from '../store.ts';
import { createMemoryStore } from './memory-store.ts';

// What all stores promise is in test/store/contract.test.ts.
describe('the memory store', () => {
  test('applies a commit one microtask after the call, not within it', async () => {
    const store = createMemoryStore();
    const commit = store.commit(turn());
    assert.equal(await store.header(1), undefined);
    await commit;
    assert.equal((await store.header(1))?.version, 1);
  });

  test('keeps its own copy of a chunk', async () => {
    const store = createMemoryStore();
    const { header, chunk } = turn();
    await store.commit({ header, chunk });
    chunk.fill(0);
    assert.deepEqual(await store.journal(1), [Uint8Array.of(1, 2)]);
  });

  test('says that nothing survives', () => {
    assert.equal(createMemoryStore().durability, 'memory (nothing survives)');
  });
});

function turn(): Turn {
  const header = {
    id: 1,
    machine: 1,
    revision: 1,
    name: 'a',
    status: 'RUNNING',
    startedAt: 0,
    attention: 0,
  } as const;
  return { header: { ...header, version: 1 }, chunk: Uint8Array.of(1, 2) };
}

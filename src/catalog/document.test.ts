import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Unavailable } from '../base/unavailable.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { keyOf, partsOf, prefixOf, transact } from './document.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };

describe('keys', () => {
  test('can be taken apart again', () =>
    assert.deepEqual(partsOf(keyOf(SCOPE, 'a')), { scope: SCOPE, name: 'a' }));
  test('begin with their scope', () => assert.ok(keyOf(SCOPE, 'a').startsWith(prefixOf(SCOPE))));
});

describe('transact', () => {
  test('decides anew after a conflict', async () => assert.equal(await decisions([7, 0]), 2));
  test('gives up when others always win', () => assert.rejects(decisions([]), Unavailable));
});

/** How many decisions a write takes that expects these versions one after another, then a wrong one for ever. */
async function decisions(versions: readonly number[]): Promise<number> {
  let count = 0;
  const store = createMemoryStore();
  await transact(store, async () => {
    const expectedVersion = versions[count++] ?? 7;
    return { writes: [{ kind: 'k', key: 'x', text: '', expectedVersion }], answer: undefined };
  });
  return count;
}

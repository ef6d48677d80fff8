import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { turnOf } from '../store/turn.ts';
import { chunkText } from './chunk.ts';
import { audit, canFail, failEach, summaryOf } from './faults.ts';

const FAULTS = Number(process.env.FAULTS ?? 20);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
/** Of these, the first ones are those of an opening, and later ones those of commits and checkpoints. */
const CALLS_MAX = 120;

describe('A call to the disk that fails', { skip: canFail ? false : 'needs Linux and a C compiler' }, () => {
  test('loses nothing that was acknowledged, and ends the process where the disk is not known', async () => {
    const calls = Array.from({ length: FAULTS }, (_, index) => 1 + Math.floor((index * CALLS_MAX) / FAULTS));
    const found = await failEach(calls, SEED);
    console.log(`seed ${SEED}, ${summaryOf(found)}`);
    assert.deepEqual(found.wrong, []);
  });
});

describe('The audit', () => {
  test('finds a commit that was acknowledged and is not there', async () => {
    assert.deepEqual(await audited([{ id: 1, version: 2 }]), [
      'execution 1 has version 1, 2 was acknowledged',
    ]);
  });

  test('finds nothing wrong with what is there', async () => {
    assert.deepEqual(await audited([{ id: 1, version: 1 }]), []);
  });
});

/** Of a store with one commit. */
async function audited(acks: Parameters<typeof audit>[1]): Promise<string[]> {
  const directory = join(mkdtempSync(join(tmpdir(), 'audit-')), 'data');
  try {
    const store = await openSqliteStore({ directory, onFatal: assert.fail });
    await store.commit(turnOf({}, chunkText(1, 1)));
    await store.close();
    return await audit(directory, acks);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

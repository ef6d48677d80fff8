import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, NOON } from '../../test/interpreter/machine-run.ts';
import { pass, wait } from '../../test/interpreter/states.ts';
import { type Chunk, ChunkEncoder } from '../interpreter/journal.ts';
import { formerEndOf } from './former-end.ts';

describe('The end before a redrive', () => {
  test('is the moment of the event before it', async () => {
    assert.equal(await formerEnd(stoppedAndRedriven(10, 20).chunks), 10);
  });

  test('is found behind what has happened since', async () => {
    assert.equal(await formerEnd(stoppedAndRedriven(10, 20).pass(5).chunks), 10);
  });

  test('is that of the last redrive', async () => {
    const run = stoppedAndRedriven(10, 20);
    run.now = NOON + 30_000;
    run.signal(STOP);
    assert.equal(await formerEnd(run.redrive().chunks), 30);
  });

  test('may be of the same turn', async () => {
    assert.equal(await formerEnd([inOneTurn(stoppedAndRedriven(10, 10).chunks)]), 10);
  });

  test('is none without a redrive, or when its journal was purged meanwhile', async () => {
    const { chunks } = new MachineRun({ A: pass() });
    assert.equal(await formerEnd(chunks), undefined);
    assert.equal(await formerEndOf(3, async () => []), undefined);
  });
});

const STOP = { type: 'stop', error: undefined, cause: undefined } as const;

/** Seconds after noon. */
function stoppedAndRedriven(stoppedAt: number, redrivenAt: number): MachineRun {
  const run = new MachineRun({ A: pass({ Next: 'W' }), W: wait(100, { Next: 'B' }), B: pass() });
  run.now = NOON + stoppedAt * 1000;
  run.signal(STOP);
  run.now = NOON + redrivenAt * 1000;
  return run.redrive();
}

function inOneTurn(chunks: readonly Chunk[]): Chunk {
  const at = chunks.at(-1)?.at ?? 0;
  return { at, firstEventId: 1, records: chunks.flatMap(({ records }) => records) };
}

/** Seconds after noon. */
async function formerEnd(chunks: readonly Chunk[]): Promise<number | undefined> {
  const stored = chunks.map((chunk) => new ChunkEncoder().encode(chunk));
  const end = await formerEndOf(stored.length, async ({ first, last }) => stored.slice(first - 1, last));
  return end === undefined ? undefined : (end - NOON) / 1000;
}

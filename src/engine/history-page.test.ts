import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventsOf } from '../../test/engine/engine-world.ts';
import { MachineRun, NOON } from '../../test/interpreter/machine-run.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { pass, wait } from '../../test/interpreter/states.ts';
import { Defect } from '../base/assert.ts';
import { ChunkEncoder } from '../interpreter/journal.ts';
import type { Record } from '../interpreter/record.ts';
import type { Versions } from '../store/store.ts';
import { readHistory } from './history-page.ts';

describe('A page of history', () => {
  test('has the first events, or those after one', async () => {
    assert.deepEqual(await page({ limit: 3 }), { ids: [1, 2, 3], next: 3 });
    assert.deepEqual(await page({ limit: 3, after: 3 }), { ids: [4, 5, 6], next: 6 });
    assert.deepEqual(await page({ limit: 3, after: 6 }), { ids: [7, 8] });
  });

  test('backwards has the last events, or those before one', async () => {
    assert.deepEqual(await page({ limit: 3, reverse: true }), { ids: [8, 7, 6], next: 6 });
    assert.deepEqual(await page({ limit: 3, reverse: true, after: 6 }), { ids: [5, 4, 3], next: 3 });
    assert.deepEqual(await page({ limit: 3, reverse: true, after: 3 }), { ids: [2, 1] });
  });

  test('that takes exactly all is the last', async () => {
    assert.deepEqual(await page({ limit: 8 }), { ids: EIGHT });
    assert.deepEqual(await page({ limit: 8, reverse: true }), { ids: EIGHT.toReversed() });
  });

  test('after the end is empty and the last', async () => {
    assert.deepEqual(await page({ limit: 3, after: 8 }), { ids: [] });
    assert.deepEqual(await page({ limit: 3, after: 1, reverse: true }), { ids: [] });
  });

  test('unpacks no turn that has none of its events', async () => {
    assert.deepEqual(await page({ limit: 2, reverse: true, hasBadStart: true }), { ids: [8, 7], next: 7 });
    await assert.rejects(page({ limit: 8, reverse: true, hasBadStart: true }), Defect);
  });

  test('reads its own turns of many, whole, and few beginnings of others', async () => {
    for (const reverse of [false, true]) {
      const { whole, beginnings } = await readsAmong(1000, { limit: 3, after: 500, reverse });
      assert.ok(whole === 3 && beginnings <= 20, `${whole} whole, ${beginnings} beginnings`);
    }
  });

  test('is found among turns without events', async () => {
    assert.deepEqual(await among([2, 0, 1, 0, 0, 1], { limit: 3, after: 1 }), { ids: [2, 3, 4] });
    assert.deepEqual(await among([1, 0, 0, 2], { limit: 1, after: 1 }), { ids: [2], next: 2 });
    assert.deepEqual(await among([1, 1, 0, 0], { limit: 1, reverse: true }), { ids: [2], next: 2 });
  });

  test('stops at what was on disk when it was asked for', async () => {
    assert.deepEqual(await among([1, 1, 1], { limit: 9 }, { version: 2, lastEventId: 2 }), { ids: [1, 2] });
  });

  test('is none when its execution was purged meanwhile', async () => {
    assert.equal(await among([1, 1], { limit: 9 }, { version: 4, lastEventId: 4 }), undefined);
  });
});

const EMPTY = { at: 0, firstEventId: 1, records: [] };

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];

interface Asked {
  readonly limit: number;
  readonly after?: number;
  readonly reverse?: boolean;
}

interface Held {
  readonly version: number;
  readonly lastEventId: number;
}

const { program: PROGRAM } = new MachineRun({ A: pass({ Next: 'W' }), W: wait(5, { Next: 'B' }), B: pass() });

/** Of a history of eight events in two chunks, one of which has a private record too. */
async function page({ hasBadStart = false, ...asked }: Asked & { readonly hasBadStart?: boolean }) {
  const run = new MachineRun({ A: pass({ Next: 'W' }), W: wait(5, { Next: 'B' }), B: pass() }).pass(5);
  const encoder = new ChunkEncoder();
  const chunks = run.chunks.map((chunk) => encoder.encode(chunk));
  // Nobody can unpack the first one.
  if (hasBadStart) chunks[0] = Buffer.concat([encoder.encode(EMPTY), Buffer.of(0xff)]);
  return await read(chunks, asked, { version: chunks.length, lastEventId: 8 });
}

/** Of a history whose turns have so many events each. */
async function among(counts: readonly number[], asked: Asked, held?: Held) {
  const lastEventId = counts.reduce((sum, count) => sum + count, 0);
  return await read(chunksOf(counts), asked, held ?? { version: counts.length, lastEventId });
}

async function readsAmong(turns: number, asked: Asked) {
  const counts = Array.from({ length: turns }, () => 1);
  const reads = { whole: 0, beginnings: 0 };
  await read(chunksOf(counts), asked, { version: turns, lastEventId: turns }, (isWhole, count) => {
    reads[isWhole ? 'whole' : 'beginnings'] += count;
  });
  return reads;
}

function chunksOf(counts: readonly number[]): Uint8Array[] {
  const encoder = new ChunkEncoder();
  let next = 1;
  return counts.map((count) => {
    const firstEventId = next;
    next += count;
    const records = Array.from({ length: Math.max(count, 1) }, () => (count === 0 ? BEAT : ABORTED));
    return encoder.encode({ at: NOON, firstEventId, records });
  });
}

const BEAT: Record = { type: 'HeartbeatReceived', frame: 0, at: NOON };
const ABORTED: Record = { type: 'ExecutionAborted', error: undefined, cause: undefined };

async function read(
  chunks: readonly Uint8Array[],
  { limit, after, reverse = false }: Asked,
  held: Held,
  onRead: (isWhole: boolean, count: number) => void = () => {},
) {
  const stored = {
    ...{ program: PROGRAM, identity: IDENTITY, ...held },
    chunks: async ({ first, last, bytesMax }: Versions) => {
      const some = chunks.slice(first - 1, last);
      onRead(bytesMax === undefined, some.length);
      return some.map((chunk) => chunk.subarray(0, bytesMax));
    },
  };
  const query = { limit, reverse, includeExecutionData: true, ...(after === undefined ? {} : { after }) };
  const found = await readHistory(stored, query);
  if (found === undefined) return undefined;
  const ids = eventsOf(found).map(({ id }) => id);
  return { ids, ...(found.next === undefined ? {} : { next: found.next }) };
}

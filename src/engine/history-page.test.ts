import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { pass, wait } from '../../test/interpreter/states.ts';
import { Defect } from '../base/assert.ts';
import { ChunkEncoder } from '../interpreter/journal.ts';
import { readHistory } from './history-page.ts';

describe('A page of history', () => {
  test('has the first events, or those after one', () => {
    assert.deepEqual(page({ limit: 3 }), { ids: [1, 2, 3], isLast: false });
    assert.deepEqual(page({ limit: 3, after: 3 }), { ids: [4, 5, 6], isLast: false });
    assert.deepEqual(page({ limit: 3, after: 6 }), { ids: [7, 8], isLast: true });
  });

  test('backwards has the last events, or those before one', () => {
    assert.deepEqual(page({ limit: 3, reverse: true }), { ids: [8, 7, 6], isLast: false });
    assert.deepEqual(page({ limit: 3, reverse: true, after: 6 }), { ids: [5, 4, 3], isLast: false });
    assert.deepEqual(page({ limit: 3, reverse: true, after: 3 }), { ids: [2, 1], isLast: true });
  });

  test('that takes exactly all is the last', () => {
    assert.deepEqual(page({ limit: 8 }), { ids: EIGHT, isLast: true });
    assert.deepEqual(page({ limit: 8, reverse: true }), { ids: EIGHT.toReversed(), isLast: true });
  });

  test('after the end is empty and the last', () => {
    assert.deepEqual(page({ limit: 3, after: 8 }), { ids: [], isLast: true });
    assert.deepEqual(page({ limit: 3, after: 1, reverse: true }), { ids: [], isLast: true });
  });

  test('unpacks no turn that has none of its events', () => {
    assert.deepEqual(page({ limit: 2, reverse: true, hasBadStart: true }), { ids: [8, 7], isLast: false });
    assert.throws(() => page({ limit: 8, reverse: true, hasBadStart: true }), Defect);
  });
});

const EMPTY = { at: 0, firstEventId: 1, records: [] };

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];

interface Asked {
  readonly limit: number;
  readonly after?: number;
  readonly reverse?: boolean;
  /** Nobody can unpack the first chunk. */
  readonly hasBadStart?: boolean;
}

/** Of a history of eight events in two chunks, one of which has a private record too. */
function page({ hasBadStart = false, ...query }: Asked) {
  const run = new MachineRun({ A: pass({ Next: 'W' }), W: wait(5, { Next: 'B' }), B: pass() }).pass(5);
  const encoder = new ChunkEncoder();
  const chunks = run.chunks.map((chunk) => encoder.encode(chunk));
  if (hasBadStart) chunks[0] = Buffer.concat([encoder.encode(EMPTY), Buffer.of(0xff)]);
  const stored = { program: run.program, identity: IDENTITY, chunks };
  const { events, isLast } = readHistory(stored, { reverse: false, includeExecutionData: true, ...query });
  return { ids: events.map(({ id }) => id), isLast };
}

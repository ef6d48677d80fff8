import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MapRunIds } from './map-run-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ids = new MapRunIds(Buffer.alloc(32, 1));

describe('UUIDs of Map Runs', () => {
  test('lead back to their run, whichever it is', () => {
    fc.assert(fc.property(place, leadsBack));
  });

  test('are the same for the same run, and others for others', () => {
    const seals = [ids.seal({ execution: 7, event: 4 }), ids.seal({ execution: 7, event: 4 })];
    assert.equal(new Set([...seals, ids.seal({ execution: 7, event: 5 })]).size, 2);
  });

  test('cannot be made up or changed', () => {
    const uuid = ids.seal({ execution: 123_456_789, event: 4 });
    for (const other of ['', 'x', uuid.toUpperCase(), uuid.replaceAll('-', ''), ...changesOf(uuid)]) {
      assert.equal(ids.open(other), undefined, other);
    }
  });

  test('mean nothing to a store with another secret', () => {
    const uuid = ids.seal({ execution: 123_456_789, event: 4 });
    assert.equal(new MapRunIds(Buffer.alloc(32, 2)).open(uuid), undefined);
  });
});

const place = fc.record({
  execution: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  event: fc.integer({ min: 1, max: 25_000 }),
});

function leadsBack(subject: { execution: number; event: number }): void {
  const uuid = ids.seal(subject);
  assert.match(uuid, UUID);
  assert.deepEqual(ids.open(uuid), { ...subject });
}

/** Each of its digits replaced by another. */
function changesOf(uuid: string): string[] {
  return [...uuid].flatMap((digit, i) => {
    if (digit === '-') return [];
    return [`${uuid.slice(0, i)}${digit === '0' ? '1' : '0'}${uuid.slice(i + 1)}`];
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TimerHeap } from './timer-heap.ts';

describe('Timers', () => {
  test('come earliest first, those of one moment in the order they were set', () => {
    const moments = fc.array(fc.nat(8), { maxLength: 60 });
    fc.assert(fc.property(moments, comesInOrder), { numRuns: 500, seed: 20261123 });
  });

  test('that were moved or cleared come as was said last', () => {
    const changes = fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(20), { nil: undefined })), {
      maxLength: 80,
    });
    fc.assert(fc.property(changes, comesAsSaidLast), { numRuns: 500, seed: 20261123 });
  });

  test('are none when none was set', () => {
    assert.equal(new TimerHeap<number>(() => 1).first(), undefined);
  });

  test('that are stale are forgotten when they surface', () => {
    const heap = new TimerHeap<number>(() => undefined);
    for (let i = 0; i < 10; i++) heap.add(i, i);
    assert.deepEqual([heap.size, heap.first(), heap.size], [10, undefined, 0]);
  });
});

function comesInOrder(moments: readonly number[]): void {
  const timers = new Map(moments.map((at, owner) => [owner, at]));
  const heap = new TimerHeap<number>((owner) => timers.get(owner));
  for (const [owner, at] of timers) heap.add(at, owner);
  const expected = [...timers].sort(([, a], [, b]) => a - b).map(([owner]) => owner);
  assert.deepEqual(drained(heap, timers), expected);
}

function comesAsSaidLast(changes: readonly (readonly [number, number | undefined])[]): void {
  const timers = new Map<number, number>();
  const heap = new TimerHeap<number>((owner) => timers.get(owner));
  for (const [owner, at] of changes) {
    timers.delete(owner);
    if (at === undefined) continue;
    timers.set(owner, at);
    heap.add(at, owner);
  }
  const due = [...timers.values()].sort((a, b) => a - b);
  const all = new Map(timers);
  assert.deepEqual(
    drained(heap, timers).map((owner) => all.get(owner)),
    due,
  );
}

function drained(heap: TimerHeap<number>, timers: Map<number, number>): number[] {
  const owners: number[] = [];
  for (let first = heap.first(); first !== undefined; first = heap.first()) {
    owners.push(first.owner);
    timers.delete(first.owner);
  }
  return owners;
}

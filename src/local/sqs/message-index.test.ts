import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Held, MessageIndex } from './message-index.ts';

describe('The order of a standard queue', () => {
  test('is that of sending', () => {
    assert.deepEqual(received(standard(held('a'), held('b'), held('c')), 2, 0), ['a', 'b']);
  });

  test('a delayed message comes when its time has come', () => {
    const index = standard(held('a', { hiddenUntil: 10 }), held('b'));
    assert.deepEqual(received(index, 9, 9), ['b']);
    assert.equal(index.nextMoment(), 10);
    assert.deepEqual(received(index, 9, 10), ['a']);
  });

  test('a received message comes back after its time, or when it is shown', () => {
    const index = standard(held('a'), held('b'));
    received(index, 2, 0);
    assert.deepEqual(received(index, 2, 29), []);
    index.hide(present(index, 'b'), 29, 29);
    assert.deepEqual(received(index, 2, 29), ['b']);
    assert.deepEqual(received(index, 2, 30), ['a']);
  });

  test('a message that is moved keeps only its last moment', () => {
    const index = standard(held('a'));
    received(index, 1, 0);
    index.hide(present(index, 'a'), 100, 0);
    assert.deepEqual([received(index, 1, 50), received(index, 1, 100)], [[], ['a']]);
  });

  test('what is removed is gone, hidden or not', () => {
    const index = standard(held('a'), held('b'));
    received(index, 1, 0);
    for (const id of ['a', 'b']) index.remove(present(index, id), 0);
    assert.deepEqual(
      [received(index, 9, 99), index.oldest(), index.nextMoment()],
      [[], undefined, undefined],
    );
  });

  test('counts visible, in flight and delayed', () => {
    const index = standard(held('a'), held('b'), held('c', { hiddenUntil: 10 }));
    received(index, 1, 0);
    assert.deepEqual(index.counts(0), { visible: 1, inFlight: 1, delayed: 1 });
    assert.deepEqual(index.counts(30), { visible: 3, inFlight: 0, delayed: 0 });
  });
});

describe('The order of a FIFO queue', () => {
  test('a group waits while one of it is in flight', () => {
    const index = fifo(held('a1', A), held('a2', A), held('b1', B));
    assert.deepEqual(received(index, 1, 0), ['a1']);
    assert.deepEqual(received(index, 9, 0), ['b1']);
    index.remove(present(index, 'a1'), 0);
    assert.deepEqual(received(index, 9, 0), ['a2']);
  });

  test('several of one group come together, in order', () => {
    const index = fifo(held('a1', A), held('a2', A), held('a3', A));
    assert.deepEqual(received(index, 2, 0), ['a1', 'a2']);
    assert.deepEqual(received(index, 2, 0), []);
  });

  test('what comes back comes back to its place', () => {
    const index = fifo(held('a1', A), held('a2', A), held('a3', A));
    received(index, 2, 0);
    index.remove(present(index, 'a2'), 0);
    assert.deepEqual(received(index, 9, 29), []);
    assert.deepEqual(received(index, 9, 30), ['a1', 'a3']);
  });

  test('a delayed message holds up its group', () => {
    const index = fifo(held('a1', { ...A, hiddenUntil: 10 }), held('a2', A), held('b1', B));
    assert.deepEqual(received(index, 9, 0), ['b1']);
    assert.deepEqual(received(index, 9, 10), ['a1', 'a2']);
  });
});

const A = { group: 'A' };
const B = { group: 'B' };
const VISIBILITY = 30;

function standard(...messages: readonly Held[]): MessageIndex {
  return filled(new MessageIndex({ isFifo: false }), messages);
}

function fifo(...messages: readonly Held[]): MessageIndex {
  return filled(new MessageIndex({ isFifo: true }), messages);
}

function filled(index: MessageIndex, messages: readonly Held[]): MessageIndex {
  for (const one of messages) index.add(one, 0);
  return index;
}

function held(id: string, change: Partial<Held> = {}): Held {
  const times = { sentAt: 0, hiddenUntil: 0, firstReceivedAt: undefined };
  return { id, group: undefined, ...times, receives: 0, nonce: '', receiptVersion: 0, ...change };
}

function received(index: MessageIndex, max: number, now: number): string[] {
  return index.receivable(max, now).map((one) => {
    one.receives += 1;
    index.hide(one, now + VISIBILITY, now);
    return one.id;
  });
}

function present(index: MessageIndex, id: string): Held {
  const found = index.get(id);
  assert.ok(found);
  return found;
}

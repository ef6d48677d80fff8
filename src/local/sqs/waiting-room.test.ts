import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WaitingRoom } from './waiting-room.ts';

describe('The waiting room of a queue', () => {
  test('wakes those who have waited longest', async () => {
    const { enter, room, left } = roomOf();
    enter('a');
    enter('b');
    room.wake(1);
    assert.deepEqual(await left(), ['a']);
    room.wakeAll();
    assert.deepEqual(await left(), ['a', 'b']);
  });

  test('is left when the time is over', async () => {
    const { enter, timers, left } = roomOf();
    enter('a');
    for (const timer of timers) timer();
    assert.deepEqual(await left(), ['a']);
  });

  test('is left by clients that go, and not entered by those that are gone', async () => {
    const { enter, left, timers } = roomOf();
    const abort = new AbortController();
    enter('a', abort.signal);
    abort.abort();
    enter('b', abort.signal);
    assert.deepEqual([await left(), timers.size], [['a', 'b'], 0]);
  });
});

function roomOf() {
  const timers = new Set<() => void>();
  const room = new WaitingRoom({
    now: () => 0,
    after: (_ms, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  });
  const gone: string[] = [];
  return {
    room,
    timers,
    enter(name: string, signal = new AbortController().signal) {
      room.wait(1000, signal).then(() => gone.push(name));
    },
    async left() {
      await Promise.resolve();
      return gone;
    },
  };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ReadyQueue } from './ready-queue.ts';

describe('The ready queue', () => {
  test('is first come first served', () => {
    assert.deepEqual(drained(queueOf(['a', 'b', 'c'])), ['a', 'b', 'c']);
  });

  test('forgets who was taken out, wherever they stood', () => {
    const queue = queueOf(['a', 'b', 'c', 'd']);
    for (const frame of [queue.frames[2], queue.frames[0]])
      if (frame !== undefined) queue.ready.remove(frame);
    assert.deepEqual(drained(queue), ['b', 'd']);
  });

  test('puts who comes back at the end, once', () => {
    const queue = queueOf(['a', 'b']);
    const [first] = queue.frames;
    if (first === undefined) assert.fail();
    queue.ready.remove(first);
    queue.ready.push(first);
    assert.deepEqual(drained(queue), ['b', 'a']);
  });

  test('forgets everybody at once', () => {
    const queue = queueOf(['a', 'b']);
    queue.ready.clear();
    assert.deepEqual(drained(queue), []);
  });

  test('is of use again after it was empty', () => {
    const queue = queueOf(['a']);
    drained(queue);
    assert.equal(queue.ready.first(), undefined);
    queue.ready.push({ name: 'b', ticket: 0 });
    assert.equal(queue.ready.first()?.name, 'b');
  });
});

function queueOf(names: readonly string[]) {
  const ready = new ReadyQueue<{ name: string; ticket: number }>();
  const frames = names.map((name) => ({ name, ticket: 0 }));
  for (const frame of frames) ready.push(frame);
  return { ready, frames };
}

function drained({ ready }: ReturnType<typeof queueOf>): string[] {
  const names: string[] = [];
  for (let frame = ready.first(); frame !== undefined; frame = ready.first()) {
    names.push(frame.name);
    ready.remove(frame);
  }
  return names;
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock, quiet } from '../../../test/engine/fake-clock.ts';
import { forgetfulStore } from '../../../test/store/forgetful.ts';
import { createEventHook, HOOK_QUEUE } from './event-hook.ts';

describe('The event hook', () => {
  test('delivers what is there when it starts, in order, and forgets it', async () => {
    const hook = await hookWith(100);
    hook.start();
    await quiet();
    assert.deepEqual(hook.arrived, numbers(100));
    assert.deepEqual(await hook.left(), []);
  });

  test('delivers what comes when it is woken, or by itself a second later', async () => {
    const hook = await hookWith(0);
    hook.start();
    await quiet();
    await hook.append('a');
    hook.wake();
    await quiet();
    assert.deepEqual(hook.arrived, ['a']);
    await hook.append('b');
    await hook.clock.pass(1_000);
    assert.deepEqual(hook.arrived, ['a', 'b']);
  });

  test('tells again what did not arrive, later and later, and nothing that did', async () => {
    const hook = await hookWith(3);
    hook.takes = [1, 0, 0];
    hook.start();
    await hook.clock.pass(0);
    assert.deepEqual([hook.arrived, await hook.left()], [['0'], ['1', '2']]);
    await hook.clock.pass(250 + 500 + 1_000 - 1);
    assert.deepEqual(hook.arrived, ['0']);
    await hook.clock.pass(1);
    assert.deepEqual(hook.arrived, ['0', '1', '2']);
    assert.equal(hook.lines.length, 2);
  });

  test('waits for a receiver that is gone, whatever comes meanwhile', async () => {
    const hook = await hookWith(1);
    hook.takes = [0, 0];
    hook.start();
    await hook.clock.pass(0);
    hook.wake();
    await quiet();
    assert.equal(hook.takes.length, 1);
  });
});

async function hookWith(count: number) {
  const store = forgetfulStore();
  const clock = new FakeClock();
  const lines: string[] = [];
  const arrived: string[] = [];
  const takes: number[] = [];
  const state = { arrived, takes, lines, clock };
  const append = async (...texts: readonly string[]) => {
    await store.write([], { append: texts.map((text) => ({ queue: HOOK_QUEUE, text })) });
  };
  await append(...numbers(count));
  const options = {
    ...{ target: { url: '' }, outbox: store, clock },
    log: (line: string) => void lines.push(line),
    onDefect: (error: unknown) => assert.fail(String(error)),
  };
  const hook = createEventHook(options, {
    async deliver(events) {
      const count = state.takes.shift() ?? events.length;
      state.arrived.push(...events.slice(0, count));
      return count;
    },
    async close() {},
  });
  const left = async () => (await store.outbox(HOOK_QUEUE, 0, 999)).map(({ text }) => text);
  return Object.assign(state, { append, left, start: hook.start, wake: hook.wake });
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${n}`);
}

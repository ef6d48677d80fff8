import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ARN,
  type EngineProcess,
  EngineWorld,
  RETENTION_DAYS,
  waitingForToken,
  world,
} from '../../test/engine/engine-world.ts';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { pass, task, wait } from '../../test/interpreter/states.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { Retention } from './retention.ts';

const KEPT_MS = RETENTION_DAYS * 24 * 3_600_000;

describe('An execution whose days are over', () => {
  test('does not exist any more, to the millisecond', async () => {
    const { process } = await ended();
    process.clock.jump(KEPT_MS - 1);
    assert.equal(await process.status(), 'SUCCEEDED');
    process.clock.jump(1);
    assert.deepEqual([await process.status(), await process.history()], [undefined, []]);
  });
  test('does not exist for a process that never had it in memory', async () => {
    const { it } = await ended();
    const later = await it.boot({ open: false });
    later.clock.jump(KEPT_MS);
    assert.equal(await later.status(), undefined);
  });
  test('has given its name back, before it is deleted and after', async () => {
    for (const passes of [undefined, 60_000]) {
      const { process } = await ended();
      process.clock.jump(KEPT_MS);
      if (passes !== undefined) await process.clock.pass(passes);
      await process.run({ A: pass() }, { input: '{"new":true}' });
      const { input } = (await process.engine.describe(ARN)) ?? {};
      assert.deepEqual([input?.text, await listed(process)], ['{"new":true}', ['e']]);
    }
  });
  test('is not found for the one that has its name now, though somebody asked for it meanwhile', async () => {
    const { process, token } = await waitingForToken();
    await process.succeed(token);
    process.clock.jump(KEPT_MS);
    const purge = process.store.purge.bind(process.store);
    let asked: Promise<void> | undefined;
    process.store.purge = (ids, until) => {
      asked = assert.rejects(process.succeed(token));
      return purge(ids, until);
    };
    const machine = await process.findMachine('m');
    await process.engine.start({ machine, name: 'e', input: '{"new":true}' });
    await asked;
    assert.equal((await process.engine.describe(ARN))?.input.text, '{"new":true}');
  });
  test('is in no list', async () => {
    const { process } = await ended('a', 'b');
    process.clock.jump(KEPT_MS / 2);
    await process.run({ A: pass() }, { name: 'c' });
    process.clock.jump(KEPT_MS / 2);
    assert.deepEqual(await listed(process), ['c']);
  });
  test('makes no page shorter than it was asked to be', async () => {
    const { process, it } = await started({ A: task() }, 'running', 'a', 'b', 'c');
    for (const send of it.sends.slice(1)) send.succeed();
    await process.clock.pass(0);
    process.clock.jump(KEPT_MS);
    const machine = await process.machine({ A: task() });
    const page = await process.engine.list({ machine, limit: 1 });
    assert.deepEqual(
      page.map(({ name }) => name),
      ['running'],
    );
  });
  test('is deleted within two minutes', async () => {
    const { process } = await ended('a', 'b', 'c');
    process.clock.jump(KEPT_MS);
    await process.clock.pass(120_000);
    assert.deepEqual(await process.store.ended(Number.MAX_SAFE_INTEGER, 9), []);
  });
  test('is deleted with a few others at a time, until none is left', async () => {
    const { process } = await ended(...Array.from({ length: 600 }, (_, index) => `e${index}`));
    process.clock.jump(KEPT_MS);
    await process.clock.pass(0);
    const left = await process.store.ended(Number.MAX_SAFE_INTEGER, 999);
    assert.ok(left.length > 0 && left.length < 600, `${left.length} are left`);
    await process.clock.pass(120_000);
    assert.deepEqual(await process.store.ended(Number.MAX_SAFE_INTEGER, 9), []);
  });
});

test('An execution that runs is kept, however long', async () => {
  const { process } = await started({ W: wait(400 * 86_400) });
  process.clock.jump(2 * KEPT_MS);
  await process.clock.pass(120_000);
  assert.equal(await process.status(), 'RUNNING');
});

test('An execution that runs again is kept, whenever it had ended before', () => {
  const clock = new FakeClock();
  const retention = new Retention({
    ...{ store: createMemoryStore(), clock, days: 1, forget: () => {}, onDefect: () => {} },
  });
  assert.deepEqual(
    [
      retention.isOver({ status: 'RUNNING', stoppedAt: 0 }),
      retention.isOver({ status: 'FAILED', stoppedAt: 0 }),
    ],
    [false, true],
  );
});

test('With a retention of 0 executions are kept for ever', async () => {
  const it = new EngineWorld({ retentionDays: 0 });
  const process = await it.boot();
  await process.run({ A: pass() });
  process.clock.jump(100 * KEPT_MS);
  await process.clock.pass(120_000);
  assert.equal(await process.status(ARN), 'SUCCEEDED');
});

async function started(states: object, ...names: readonly string[]) {
  const { process, world: it } = await world();
  for (const name of names.length === 0 ? ['e'] : names) await process.run(states, { name });
  return { process, it };
}

async function ended(...names: readonly string[]) {
  return await started({ A: pass() }, ...names);
}

async function listed(process: EngineProcess): Promise<string[]> {
  const machine = await process.machine({ A: pass() });
  return (await process.engine.list({ machine, limit: 9 })).map(({ name }) => name);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, type EngineProcess, isPending, world } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { nested, syncTask } from '../../test/engine/nested.ts';
import { activityTask, map, pass, task, wait } from '../../test/interpreter/states.ts';
import { Payload } from '../base/payload.ts';
import { StateError } from '../base/state-error.ts';
import type { Machine } from '../catalog/catalog.ts';
import type { Integration } from './integration.ts';

describe('After a crash', () => {
  test('tasks that were ready, over the limit of a process, are sent, each once', async () => {
    const { process, world: it } = await world();
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const input = JSON.stringify(Array.from({ length: 1002 }, (_, i) => i));
    await process.run({ M: map({ T: task({ Catch, Next: 'C' }), C: pass() }) }, { input });
    assert.equal(it.sends.length, 1000);
    process.kill();
    await it.boot();
    assert.deepEqual([it.sends.length, new Set(it.sentIds()).size], [1002, 1002]);
  });

  test('a task that was sent has failed for Retry and Catch to see, and is not sent again', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    process.kill();
    const next = await it.boot();
    assert.deepEqual(it.sentIds(), ['3']);
    const described = await next.engine.describe(ARN);
    assert.deepEqual([described?.header.status, described?.error], ['FAILED', 'Lambda.SdkClientException']);
  });

  test('a task that was sent is sent anew when it is retried', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task({ Retry: [{ ErrorEquals: ['Lambda.SdkClientException'] }] }) });
    process.kill();
    const next = await it.boot();
    await next.clock.pass(1_000);
    assert.deepEqual(it.sentIds(), ['3', '6']);
  });

  test('a task that was sent is resolved also when somebody asked for its execution before', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    process.kill();
    const next = await it.boot({ open: false });
    assert.equal(await next.status(), 'RUNNING');
    await next.engine.open();
    await next.clock.pass(10_000);
    assert.equal(await next.status(), 'FAILED');
  });

  test('a task that can be resolved has the outcome that it had', async () => {
    const { next, world: it } = await resumed(async () => Payload.fromText('"kept"'));
    assert.equal((await next.engine.describe(ARN))?.output?.text, '"kept"');
    assert.deepEqual([it.sentIds(), it.settled], [['3'], ['3']]);
  });

  test('a task that can be resolved may have failed', async () => {
    const { next } = await resumed(() => Promise.reject(new StateError('Bad', 'luck')));
    const described = await next.engine.describe(ARN);
    assert.deepEqual([described?.error, described?.cause], ['Bad', 'luck']);
  });

  test('a task of which even its far end knows nothing has failed', async () => {
    const { next } = await resumed(async () => undefined);
    assert.equal((await next.engine.describe(ARN))?.error, 'Lambda.SdkClientException');
  });

  test('a task that is being resolved is told once that nobody waits for it, and what else is left is told', async () => {
    const given: AbortSignal[] = [];
    const { next, world: it } = await resumed((_, signal) => {
      given.push(signal);
      return new Promise(() => {});
    });
    assert.deepEqual(it.recovered, [[], ['3']]);
    await next.engine.stop(ARN, {});
    assert.deepEqual(
      given.map(({ aborted }) => aborted),
      [true],
    );
  });

  test('steps that were left are taken', async () => {
    const { process, world: it } = await world();
    process.store.gate = 'held';
    const input = JSON.stringify(Array.from({ length: 2000 }, (_, i) => i));
    void process.run({ M: map({ A: pass() }) }, { input });
    await quiet();
    process.store.release('committed');
    process.store.gate = 'held';
    await quiet();
    process.kill();
    const next = await it.boot();
    assert.equal(await next.status(), 'SUCCEEDED');
    assert.equal((await next.engine.describe(ARN))?.output?.text, input);
  });

  test("an activity's task is offered again, once", async () => {
    const { process, world: it } = await world();
    const activity = await process.activity();
    await process.run({ T: activityTask() });
    process.kill();
    const next = await it.boot();
    await next.clock.pass(10_000);
    assert.notEqual(await next.poll(activity), undefined);
    assert.equal(await isPending(next.poll(activity)), true);
  });
});

describe("Many activities' tasks", () => {
  test('are all offered again after a crash, and everything else has its turn meanwhile', async () => {
    const { process, world: it } = await world();
    const activity = await process.activity();
    const machine = await process.machine({ T: activityTask() });
    for (const name of namesOf(250)) await process.engine.start({ machine, name, input: '{}' });
    process.kill();
    const next = await it.boot();
    assert.equal(await tasksNow(next, activity), 100);
    await next.clock.pass(10);
    assert.equal(await tasksNow(next, activity), 149);
  });
});

describe('A wait', () => {
  test('is never over early, and over on time', async () => {
    const { process } = await world();
    await process.run({ W: wait(10) });
    await process.clock.pass(9_999);
    assert.equal(await process.status(), 'RUNNING');
    await process.clock.pass(1);
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('of months is over on time', async () => {
    const { process } = await world();
    await process.run({ W: wait(600) });
    await process.clock.pass(599_999);
    assert.equal(await process.status(), 'RUNNING');
    await process.clock.pass(1);
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('goes on after a restart, and is over at once when it is late', async () => {
    const { process, world: it } = await world();
    await process.run({ W: wait(10) });
    process.kill();
    const next = await it.boot({ open: false });
    next.clock.jump(3_600_000);
    await next.engine.open();
    await next.clock.pass(0);
    assert.equal(await next.status(), 'SUCCEEDED');
  });

  test('is not over early when the clock goes back', async () => {
    const { process } = await world();
    await process.run({ W: wait(10) });
    process.clock.jump(-3_600_000);
    await process.clock.pass(3_600_000);
    assert.equal(await process.status(), 'RUNNING');
    await process.clock.pass(10_000);
    assert.equal(await process.status(), 'SUCCEEDED');
  });
});

describe('Executions that wait for others', () => {
  test('are all looked at in the end, however many there are', async () => {
    const { process } = await world({ nested });
    const machine = await process.childMachine({ W: wait(12) });
    // Of a child that somebody else has started nobody tells its parent: only the scan finds out.
    const names = namesOf(501);
    for (const name of names) await process.engine.start({ machine, name, input: '{}' });
    const parent = await process.machine({ S: syncTask({}, { 'Name.$': '$' }) });
    for (const name of names) await process.engine.start({ machine: parent, name, input: `"${name}"` });
    await process.clock.pass(14_000);
    assert.deepEqual(await running(process, parent), 501);
    await process.clock.pass(15_000);
    assert.deepEqual(await running(process, parent), 0);
  });
});

/** A process is killed while its task runs; the next one asks what became of it. */
async function resumed(resume: NonNullable<Integration['resume']>) {
  const { process, world: it } = await world({ resume });
  await process.run({ T: task() });
  process.kill();
  const next = await it.boot();
  await quiet();
  return { next, world: it };
}

async function running(process: EngineProcess, machine: Machine): Promise<number> {
  return (await process.engine.list({ machine, status: 'RUNNING', limit: 1000 })).length;
}

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `c${i}`);
}

/** Takes what can be had without waiting. */
async function tasksNow(process: EngineProcess, activity: string): Promise<number> {
  for (let count = 0; ; count++) {
    const poll = process.poll(activity);
    if (await isPending(poll)) return count;
  }
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EngineProcess, type EngineWorld, isPending, world } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { fail, parallel, pass, task, wait } from '../../test/interpreter/states.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { ExpressEnd } from './engine.ts';

const RETRY = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 1 }];

describe('A synchronous Express execution', () => {
  test('answers with its output, under an ARN of its own', async () => {
    const { process } = await world();
    const machine = await express(process, { A: pass({ Result: { a: 1 } }) });
    const end = await process.engine.startSync({ machine, name: 'e', input: '{ }' });
    assert.match(
      end.executionArn,
      /^arn:aws:states:us-east-1:123456789012:express:m:e:00000000-0000-4000-8000-\d{12}$/,
    );
    assert.deepEqual([end.status, end.input.text, end.output?.text], ['SUCCEEDED', '{ }', '{"a":1}']);
  });

  test('that fails answers with error and cause', async () => {
    const { status, error, cause, output } = await ended({ F: fail('E', 'why') });
    assert.deepEqual([status, error, cause, output], ['FAILED', 'E', 'why', undefined]);
  });

  test('sends its tasks, and goes on with what they give', async () => {
    const { process, world: it } = await world();
    const { end } = await begun(process, { T: task({ Next: 'A' }), A: pass() });
    assert.match(it.last().attempt.id, /^\d+-3$/);
    it.last().succeed('"given"');
    assert.equal((await end).output?.text, '"given"');
  });

  test('has a number that no execution with a journal has', async () => {
    const { process, world: it } = await world();
    await begun(process, { T: task() });
    assert.ok(Number.parseInt(it.last().attempt.id, 10) > 2 ** 52);
  });

  test('retries and waits by the clock', async () => {
    const { process, world: it } = await world();
    const { end } = await begun(process, { W: wait(90, { Next: 'T' }), T: task({ Retry: RETRY }) });
    await process.clock.pass(90_000);
    it.last().fail('Bad');
    await process.clock.pass(2000);
    assert.equal(it.sends.length, 2);
    it.last().succeed();
    const { startedAt, stoppedAt } = await end;
    assert.equal(stoppedAt - startedAt, 92_000);
  });

  test('gives up a task whose sibling has failed', async () => {
    const { process, world: it } = await world();
    const { end } = await begun(process, { P: parallel([{ A: task() }, { B: task() }]) });
    it.sends[0]?.fail('Bad');
    assert.equal((await end).error, 'Bad');
    assert.equal(it.sends[1]?.signal.aborted, true);
  });

  test('ends after five minutes, or after its own TimeoutSeconds', async () => {
    assert.deepEqual(await timedOut({}), ['TIMED_OUT', 'States.Timeout', 300_000]);
    assert.deepEqual(await timedOut({ TimeoutSeconds: 3 }), ['TIMED_OUT', 'States.Timeout', 3000]);
    assert.deepEqual(await timedOut({ TimeoutSeconds: 900 }), ['TIMED_OUT', 'States.Timeout', 300_000]);
  });

  test('leaves no timer behind', async () => {
    const { process } = await world();
    const before = process.clock.size;
    const { end } = await begun(process, { W: wait(1) });
    await process.clock.pass(1000);
    await end;
    assert.equal(process.clock.size, before);
  });

  test('that never waits lets others go on, and ends with its history full', async () => {
    const { process } = await world();
    const { end } = await begun(process, { A: pass({ Next: 'B' }), B: pass({ Next: 'A' }) });
    assert.equal(await isPending(end), true);
    while (await isPending(end)) await process.clock.pass(50);
    assert.equal((await end).error, 'States.Runtime');
  });

  test('writes nothing', async () => {
    const { process } = await world();
    const machine = await express(process, { A: pass() });
    process.store.writes = 'unavailable';
    process.store.gate = 'unavailable';
    assert.equal((await process.engine.startSync({ machine, input: '{}' })).status, 'SUCCEEDED');
  });

  test('over 1,000 at once is refused, and the next one is not', async () => {
    const { process } = await world();
    const machine = await express(process, { W: wait(1) });
    const request = { machine, input: '{}' };
    const ends = Array.from({ length: 1000 }, () => process.engine.startSync(request));
    await quiet();
    await assert.rejects(process.engine.startSync(request), { code: 'ThrottlingException' });
    await process.clock.pass(1000);
    await Promise.all(ends);
    assert.equal(await isPending(process.engine.startSync(request)), true);
  });

  test('is lost with the process, and its caller is told when that ends in order', async () => {
    const { process, world: it } = await world();
    const { end, machine } = await begun(process, { W: wait(60) });
    const refused = assert.rejects(end, Unavailable);
    await process.engine.close();
    await refused;
    await it.boot();
    assert.deepEqual(it.sends, []);
    await assert.rejects(process.engine.startSync({ machine, input: '{}' }), Unavailable);
    await assert.rejects(process.engine.start({ machine, input: '{}' }), Unavailable);
  });
});

describe('An asynchronous Express execution', () => {
  test('is answered once its start is on disk, and not before', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { T: task() });
    const { promise, resolve } = Promise.withResolvers<void>();
    process.store.writes = promise;
    const started = process.engine.start({ machine, name: 'e', input: '{}' });
    assert.equal(await isPending(started), true);
    assert.deepEqual(it.sends, []);
    resolve();
    assert.match((await started).executionArn, /:express:m:e:/);
    assert.equal(it.sends.length, 1);
  });

  test('that the store could not take is refused, and never runs', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { T: task() });
    process.store.writes = 'unavailable';
    await assert.rejects(process.engine.start({ machine, input: '{}' }), Unavailable);
    process.store.writes = undefined;
    await it.boot();
    assert.deepEqual(it.sends, []);
  });

  test('of the same name and input is another one', async () => {
    const { process } = await world();
    const machine = await express(process, { W: wait(1) });
    const request = { machine, name: 'e', input: '{}' };
    const [one, other] = [await process.engine.start(request), await process.engine.start(request)];
    assert.notEqual(one.executionArn, other.executionArn);
  });

  test('runs again from its beginning after a crash, under its ARN, and then no more', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { A: pass({ Next: 'T' }), T: task() });
    const { executionArn } = await process.engine.start({ machine, name: 'e', input: '{"a": 1.0}' });
    process.kill();
    const next = await it.boot({ open: false });
    next.clock.jump(1);
    await next.engine.open();
    assert.deepEqual(
      it.sends.map(({ attempt }) => [attempt.executionArn, attempt.parameters.text]),
      [executionArn, executionArn].map((arn) => [arn, '{"a": 1.0}']),
    );
    assert.notEqual(it.sends[0]?.attempt.id, it.sends[1]?.attempt.id);
    it.last().succeed();
    await quiet();
    next.kill();
    await it.boot();
    assert.equal(it.sends.length, 2);
  });

  test('runs again by the definition that it was started with', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { T: task() });
    await process.engine.start({ machine, input: '{}' });
    await process.engine.deleteMachine(machine);
    await express(process, { A: pass() });
    process.kill();
    await it.boot();
    assert.equal(it.sends.length, 2);
  });

  test('started while an earlier process is cleaned up after runs once', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { T: task() });
    await process.engine.start({ machine, input: '1' });
    process.kill();
    const next = await it.boot({ open: false });
    await next.engine.start({ machine, input: '2' });
    await next.engine.open();
    assert.deepEqual(inputs(it), ['1', '2', '1']);
  });

  test('whose end the store could not take is forgotten as soon as it can', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { T: task() });
    await process.engine.start({ machine, input: '{}' });
    process.store.writes = 'unavailable';
    it.last().succeed();
    await process.clock.pass(1000);
    process.store.writes = undefined;
    await process.clock.pass(1000);
    await it.boot();
    assert.equal(it.sends.length, 1);
  });

  test('that an orderly end interrupts runs again', async () => {
    const { process, world: it } = await world();
    const machine = await express(process, { W: wait(60, { Next: 'T' }), T: task() });
    await process.engine.start({ machine, input: '{}' });
    await process.engine.close();
    await process.clock.pass(120_000);
    assert.equal(it.sends.length, 0);
    const next = await it.boot();
    await next.clock.pass(60_000);
    assert.equal(it.sends.length, 1);
  });

  test('is in no list, and its machine can be deleted', async () => {
    const { process } = await world();
    const machine = await express(process, { W: wait(60) });
    const { executionArn } = await process.engine.start({ machine, input: '{}' });
    assert.deepEqual(await process.engine.list({ machine, limit: 10 }), []);
    assert.equal(await process.engine.describe(executionArn), undefined);
    await process.engine.deleteMachine(machine);
  });
});

async function express(process: EngineProcess, states: object, more: object = {}) {
  return await process.machine(states, more, 'EXPRESS');
}

/** A synchronous execution that has come as far as it can at once. */
async function begun(process: EngineProcess, states: object, more: object = {}) {
  const machine = await express(process, states, more);
  const end = process.engine.startSync({ machine, input: '{}' });
  await quiet();
  return { end, machine };
}

function inputs({ sends }: EngineWorld): string[] {
  return sends.map(({ attempt }) => attempt.parameters.text);
}

async function ended(states: object): Promise<ExpressEnd> {
  const { process } = await world();
  return await process.engine.startSync({ machine: await express(process, states), input: '{}' });
}

async function timedOut(more: object) {
  const { process } = await world();
  const end = process.engine.startSync({
    machine: await express(process, { W: wait(1000) }, more),
    input: '{}',
  });
  await process.clock.pass(1_000_000);
  const { status, error, startedAt, stoppedAt } = await end;
  return [status, error, stoppedAt - startedAt];
}

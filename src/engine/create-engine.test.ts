import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ARN,
  type EngineProcess,
  isPending,
  tokenOf,
  waitingForToken,
  world,
} from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { activityTask, parallel, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';
import { Unavailable } from '../base/unavailable.ts';

describe('A start', () => {
  test('is answered once it is on disk, and not before', async () => {
    const { process } = await world();
    process.store.gate = 'held';
    const start = process.run({ W: wait(60) });
    assert.equal(await isPending(start), true);
    process.store.release('committed');
    assert.equal(await start, ARN);
  });

  test('by the same name and input is the same execution while that runs', async () => {
    const { process } = await world();
    assert.deepEqual(await twice(process, '{"a":1}', '{"a":1}'), 'same');
  });

  test('by the same name and another input, or its own text written otherwise, is refused', async () => {
    const { process } = await world();
    assert.equal(await twice(process, '{"a":1}', '{"a": 1}'), 'ExecutionAlreadyExists');
  });

  test('by the name of an execution that has ended is refused', async () => {
    const { process } = await world();
    const machine = await process.machine({ A: pass() });
    await process.engine.start({ machine, name: 'e', input: '{}' });
    const again = process.engine.start({ machine, name: 'e', input: '{}' });
    await assert.rejects(again, { code: 'ExecutionAlreadyExists' });
  });

  test('twice at once gives one execution to both callers', async () => {
    const { process, world: it } = await world();
    const machine = await process.machine({ T: task() });
    const request = { machine, name: 'e', input: '{}' };
    const [one, other] = await Promise.all([process.engine.start(request), process.engine.start(request)]);
    assert.deepEqual(one, other);
    await quiet();
    assert.deepEqual(it.sentIds(), ['3']);
  });

  test('twice at once in two processes gives one execution to both callers', async () => {
    const { process, world: it } = await world();
    const other = await it.boot();
    const machine = await process.machine({ W: wait(60) });
    const request = { machine, name: 'e', input: '{}' };
    const answers = await Promise.all([process.engine.start(request), other.engine.start(request)]);
    assert.deepEqual(answers[0], answers[1]);
  });

  test('by name is the same after a restart, and has the same date', async () => {
    const { process, world: it } = await world();
    const machine = await process.machine({ W: wait(60) });
    const before = await process.engine.start({ machine, name: 'e', input: '{}' });
    process.kill();
    const next = await it.boot();
    next.clock.jump(5000);
    assert.deepEqual(await next.engine.start({ machine, name: 'e', input: '{}' }), before);
    const other = next.engine.start({ machine, name: 'e', input: '1' });
    await assert.rejects(other, { code: 'ExecutionAlreadyExists' });
  });

  test('that the store could not take is refused, is nowhere, and may be tried again', async () => {
    const { process } = await world();
    process.store.gate = 'unavailable';
    await assert.rejects(process.run({ A: pass() }), Unavailable);
    process.store.gate = 'open';
    assert.equal(await process.engine.describe(ARN), undefined);
    await process.run({ A: pass() });
    await process.tells('PassStateEntered', 'PassStateExited', 'ExecutionSucceeded');
  });

  test('without a name gets one of its own', async () => {
    const { process } = await world();
    const machine = await process.machine({ W: wait(60) });
    const arns = [1, 2].map(async () => (await process.engine.start({ machine, input: '{}' })).executionArn);
    assert.equal(new Set(await Promise.all(arns)).size, 2);
  });
});

describe('A task', () => {
  test('is sent only after its start is on disk', async () => {
    const { process, world: it } = await world();
    process.store.gate = 'held';
    const start = process.run({ T: task() });
    await quiet();
    assert.deepEqual(it.sentIds(), []);
    process.store.release('committed');
    await start;
    assert.deepEqual(it.sentIds(), ['3']);
  });

  test('is not sent when the commit is not made', async () => {
    const { process, world: it } = await world();
    process.store.gate = 'held';
    const start = process.run({ T: task() });
    await quiet();
    process.store.release('unavailable');
    await assert.rejects(start, Unavailable);
    await process.clock.pass(60_000);
    assert.deepEqual(it.sentIds(), []);
  });

  test('is not sent by a process whose commit conflicts', async () => {
    const { process, world: it } = await world();
    await process.run({ W: wait(10, { Next: 'T' }), T: task() });
    const other = await it.boot();
    await other.engine.stop(ARN, {});
    await process.clock.pass(10_000);
    assert.deepEqual([it.sentIds(), await process.status()], [[], 'ABORTED']);
  });

  test('is sent once however many processes look after its execution', async () => {
    const { process, world: it } = await world();
    await process.run({ W: wait(10, { Next: 'T' }), T: task() });
    const other = await it.boot();
    await Promise.all([process.clock.pass(20_000), other.clock.pass(20_000)]);
    assert.equal(it.sends.length, 1);
  });

  test('ends its execution with its outcome', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    it.last().succeed('{ "a": 1.0 }');
    await quiet();
    assert.equal((await process.engine.describe(ARN))?.output?.text, '{ "a": 1.0 }');
  });

  test('of a stopped execution is told to give up, and its late outcome is dropped', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    await process.engine.stop(ARN, { error: 'E' });
    assert.equal(it.last().signal.aborted, true);
    it.last().succeed();
    await process.clock.pass(10_000);
    await process.tells(
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'ExecutionAborted',
    );
  });

  test('that timed out is told to give up', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.ALL'] }] }) });
    await process.clock.pass(5_000);
    assert.equal(it.last().signal.aborted, true);
  });
});

describe('A stop', () => {
  test('again changes nothing and gives the same moment', async () => {
    const { process } = await world();
    await process.run({ W: wait(60) });
    const first = await process.engine.stop(ARN, { error: 'E', cause: 'C' });
    process.clock.jump(5000);
    assert.equal(await process.engine.stop(ARN, { error: 'Other' }), first);
    const described = await process.engine.describe(ARN);
    assert.deepEqual([described?.error, described?.cause], ['E', 'C']);
  });

  test('of nothing is undefined', async () => {
    const { process } = await world();
    assert.equal(await process.engine.stop(ARN, {}), undefined);
    assert.equal(
      await process.engine.stop('arn:aws:states:us-east-1:123456789012:stateMachine:m', {}),
      undefined,
    );
  });
});

describe('A task token', () => {
  test('completes its task once, whoever comes first', async () => {
    const { process, token } = await waitingForToken();
    const answers = await Promise.allSettled([1, 2, 3].map((n) => process.succeed(token, String(n))));
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected'],
    );
    assert.equal((await process.engine.describe(ARN))?.output?.text, '1');
  });

  test('completes its task after a restart', async () => {
    const { process, world: it, token } = await waitingForToken();
    process.kill();
    const next = await it.boot();
    await next.succeed(token);
    assert.equal(await next.status(), 'SUCCEEDED');
  });

  test('that is used up is refused, also when something else is due at that moment', async () => {
    const { process, world: it } = await world();
    await process.run({ P: parallel([{ T: tokenTask() }, { W: wait(10) }]) });
    it.last().succeed();
    await quiet();
    const token = tokenOf(it.last());
    await process.succeed(token);
    process.clock.jump(10_000);
    await assert.rejects(process.succeed(token), { code: 'TaskTimedOut' });
  });

  test('may come back before its request has answered', async () => {
    const { process, world: it } = await world();
    await process.run({ T: tokenTask() });
    await process.succeed(tokenOf(it.last()), '"early"');
    assert.equal(await process.status(), 'RUNNING');
    it.last().succeed();
    await quiet();
    assert.equal((await process.engine.describe(ARN))?.output?.text, '"early"');
  });

  test('of nobody is refused', async () => {
    const { process, token } = await waitingForToken();
    await assert.rejects(process.succeed(`B${token.slice(1)}`), { code: 'InvalidToken' });
    await assert.rejects(process.succeed(''), { code: 'InvalidToken' });
  });

  test('is refused in another account and another region', async () => {
    const { process, token } = await waitingForToken();
    for (const scope of [
      { region: 'us-east-1', account: '210987654321' },
      { ...HERE, region: 'us-east-2' },
    ]) {
      await assert.rejects(process.engine.heartbeat(scope, token), { code: 'InvalidToken' });
    }
  });

  test('keeps its task alive by heartbeats, and not for longer', async () => {
    const { process, token } = await waitingForToken({ HeartbeatSeconds: 10, TimeoutSeconds: 100 });
    await process.clock.pass(9_000);
    await process.engine.heartbeat(HERE, token);
    await process.clock.pass(9_999);
    assert.equal(await process.status(), 'RUNNING');
    await process.clock.pass(1);
    assert.equal(await process.status(), 'FAILED');
    await assert.rejects(process.engine.heartbeat(HERE, token), { code: 'TaskTimedOut' });
  });
});

describe("An activity's worker", () => {
  test('gets the task and completes it by its token', async () => {
    const { process } = await world();
    const activity = await process.activity();
    await process.run({ T: activityTask() }, { input: '{ "a": 1.0 }' });
    const given = await process.poll(activity);
    assert.equal(given?.input.text, '{ "a": 1.0 }');
    await process.succeed(given?.taskToken ?? '');
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('waits for a task, and gets it when it comes', async () => {
    const { process } = await world();
    const activity = await process.activity();
    const poll = process.poll(activity);
    assert.equal(await isPending(poll), true);
    await process.run({ T: activityTask() });
    assert.notEqual(await poll, undefined);
  });

  test('gets nothing when nothing comes in time', async () => {
    const { process } = await world();
    const poll = process.poll(await process.activity());
    await process.clock.pass(60_000);
    assert.equal(await poll, undefined);
  });

  test('that is gone gets nothing, and its task is there for the next', async () => {
    const { process } = await world();
    const activity = await process.activity();
    await process.run({ T: activityTask() });
    assert.equal(await process.poll(activity, AbortSignal.abort()), undefined);
    assert.notEqual(await process.poll(activity), undefined);
  });

  test('never gets a task that another has', async () => {
    const { process } = await world();
    const activity = await process.activity();
    await process.run({ T: activityTask() });
    const [one, other] = [process.poll(activity), process.poll(activity)];
    assert.notEqual(await one, undefined);
    assert.equal(await isPending(other), true);
  });

  test('is passed a task that is over by the next one', async () => {
    const { process } = await world();
    const activity = await process.activity();
    await process.run({ T: activityTask() });
    await process.engine.stop(ARN, {});
    await process.run({ T: activityTask() }, { name: 'next', input: '"next"' });
    assert.equal((await process.poll(activity))?.input.text, '"next"');
  });
});

describe('Closing', () => {
  test('waits for what was sent, and its outcome is on disk then', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    const close = process.engine.close();
    assert.equal(await isPending(close), true);
    it.last().succeed();
    await close;
    assert.equal(await (await it.boot()).status(), 'SUCCEEDED');
  });

  test('does not wait for ever', async () => {
    const { process } = await world();
    await process.run({ T: task() });
    const close = process.engine.close();
    await process.clock.pass(5_000);
    assert.equal(await isPending(close), false);
  });

  test('sends nothing more: what is ready is sent by the next process', async () => {
    const { process, world: it } = await world();
    await process.run({ A: task({ Next: 'B' }), B: task() });
    const close = process.engine.close();
    it.last().succeed();
    await close;
    assert.deepEqual(it.sentIds(), ['3']);
    await it.boot();
    assert.deepEqual(it.sentIds(), ['3', '8']);
  });

  test('twice is closing once', async () => {
    const { process } = await world();
    await process.engine.close();
    await process.engine.close();
    assert.equal(process.clock.size, 0);
  });
});

const HERE = { region: 'us-east-1', account: '123456789012' };

async function twice(process: EngineProcess, one: string, other: string): Promise<string> {
  const machine = await process.machine({ W: wait(60) });
  const first = await process.engine.start({ machine, name: 'e', input: one });
  process.clock.jump(1000);
  try {
    assert.deepEqual(await process.engine.start({ machine, name: 'e', input: other }), first);
    return 'same';
  } catch (error) {
    // Only a refusal has a code.
    return (error as { readonly code: string }).code;
  }
}

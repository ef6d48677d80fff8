import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, type EngineProcess, EngineWorld } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { nested, syncTask } from '../../test/engine/nested.ts';
import { fail, parallel, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';
import { childName, isSameParent } from './children.ts';

describe('A task that waits for an execution it has started', () => {
  test('ends with it, at once', async () => {
    const { process } = await parentOf({ W: wait(7) });
    assert.deepEqual(await statuses(process), ['RUNNING', ['RUNNING']]);
    await process.clock.pass(7_000);
    assert.deepEqual(await statuses(process), ['SUCCEEDED', ['SUCCEEDED']]);
  });

  test('ends with one that has ended before its start was answered', async () => {
    const { process } = await parentOf({ P: pass() });
    assert.deepEqual(await statuses(process), ['SUCCEEDED', ['SUCCEEDED']]);
    await process.tells(
      ...['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'],
      ...['TaskStateExited', 'ExecutionSucceeded'],
    );
  });

  test('fails with it, as Retry and Catch may see', async () => {
    const { process } = await parentOf({ F: fail() });
    assert.equal((await process.engine.describe(ARN))?.error, 'States.TaskFailed');
  });

  test('starts another one when it is retried', async () => {
    const Retry = [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }];
    const { process } = await parentOf({ F: fail() }, { S: syncTask({ Retry }) });
    await process.clock.pass(10_000);
    assert.deepEqual(await statuses(process), ['FAILED', ['FAILED', 'FAILED', 'FAILED']]);
  });

  test('ends by its token, too, and the other one goes on', async () => {
    const states = { S: syncTask({ Parameters: { 'Input.$': 'States.Format(\'"{}"\', $$.Task.Token)' } }) };
    const { process } = await parentOf({ W: wait(100) }, states);
    await process.succeed(JSON.parse((await childOf(process)).input.text));
    await process.clock.pass(20_000);
    assert.deepEqual(await statuses(process), ['SUCCEEDED', ['RUNNING']]);
  });

  test('hears of one that others have started by the same name', async () => {
    const world = new EngineWorld({ nested });
    const process = await world.boot();
    const machine = await process.childMachine({ W: wait(10) });
    await process.engine.start({ machine, name: 'c', input: '{}' });
    await process.run({ S: syncTask({}, { Name: 'c' }) });
    await process.clock.pass(20_000);
    assert.deepEqual(await statuses(process), ['SUCCEEDED', ['SUCCEEDED']]);
  });
});

describe('An execution that another one has started and waits for is stopped', () => {
  test('with its parent', async () => {
    const { process } = await parentOf({ W: wait(100) });
    await process.engine.stop(ARN, {});
    await quiet();
    assert.deepEqual(await statuses(process), ['ABORTED', ['ABORTED']]);
  });

  test('with all that it has started itself', async () => {
    const world = new EngineWorld({ nested });
    const process = await world.boot();
    // Each starts the next one, down to one that waits.
    await process.childMachine({
      C: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 0, Next: 'W' }], Default: 'S' },
      W: wait(100),
      S: syncTask({}, { 'Input.$': 'States.Format(\'\\{"n":{}\\}\', States.MathAdd($.n, -1))' }),
    });
    await process.run({ S: syncTask({}, { Input: '{"n":2}' }) });
    await process.clock.pass(0);
    assert.deepEqual(await statuses(process), ['RUNNING', ['RUNNING', 'RUNNING', 'RUNNING']]);
    await process.engine.stop(ARN, {});
    await process.clock.pass(0);
    assert.deepEqual(await statuses(process), ['ABORTED', ['ABORTED', 'ABORTED', 'ABORTED']]);
  });

  test('when the time of its task is over', async () => {
    const { process } = await parentOf({ W: wait(100) }, { S: syncTask({ TimeoutSeconds: 5 }) });
    await process.clock.pass(5_000);
    assert.deepEqual(await statuses(process), ['FAILED', ['ABORTED']]);
  });

  test('when a branch beside its task has failed', async () => {
    const { process, world } = await parentOf(
      { W: wait(100) },
      { P: parallel([{ S: syncTask() }, { T: task() }]) },
    );
    world.last().fail('E');
    await process.clock.pass(0);
    assert.deepEqual(await statuses(process), ['FAILED', ['ABORTED']]);
  });

  test('and not when its parent never waited for it', async () => {
    const Resource = 'arn:aws:states:::states:startExecution';
    const { process } = await parentOf(
      { W: wait(100) },
      { S: syncTask({ Resource, Next: 'T' }), T: tokenTask() },
    );
    await process.engine.stop(ARN, {});
    await process.clock.pass(20_000);
    assert.deepEqual(await statuses(process), ['ABORTED', ['RUNNING']]);
  });
});

describe('After a redrive', () => {
  test('of a parent its task starts another execution', async () => {
    const { process } = await parentOf({ F: fail() });
    await process.engine.redrive(ARN);
    await process.clock.pass(0);
    assert.deepEqual(await statuses(process), ['FAILED', ['FAILED', 'FAILED']]);
  });

  test('of a child, whose parent has heard of its first end, it goes on', async () => {
    const { process } = await parentOf({ W: wait(100) });
    const { executionArn } = await childOf(process);
    await process.engine.stop(executionArn, {});
    await process.engine.redrive(executionArn);
    await process.clock.pass(20_000);
    assert.deepEqual(await statuses(process), ['FAILED', ['RUNNING']]);
  });
});

describe('After a crash at any commit', () => {
  test('of parent or child both end, and there is one child', async () => {
    for (const name of [undefined, 'given']) {
      const parent = syncTask({}, name === undefined ? {} : { Name: name });
      for (const child of [{ W: wait(10) }, { P: pass() }]) await eachCrash(bothSucceed, { child, parent });
    }
  });

  test('of a parent that does not wait, there is one child, too', async () => {
    const Resource = 'arn:aws:states:::states:startExecution';
    for (const child of [{ W: wait(10) }, { P: pass() }]) {
      await eachCrash(bothSucceed, { child, parent: syncTask({ Resource }) });
    }
  });

  test('a parent that is stopped takes its child with it', async () => {
    await eachCrash(async (process) => {
      await process.engine.stop(ARN, {});
      await process.clock.pass(30_000);
      const [parent, children] = await statuses(process);
      assert.deepEqual(new Set([parent, ...children]).size, 1, `${parent}, but ${children}`);
    });
  });

  test('while a parent and its child are being stopped, none of them goes on', async () => {
    for (let commits = 0; commits < 3; commits++) {
      const { process, world } = await parentOf({ W: wait(100) });
      process.store.commitsMax = process.store.commits + commits;
      void process.engine.stop(ARN, {});
      await process.clock.pass(0);
      process.kill();
      const next = await world.boot();
      await next.engine.stop(ARN, {});
      await next.clock.pass(10_000);
      assert.deepEqual(await statuses(next), ['ABORTED', ['ABORTED']]);
    }
  });

  test('of a parent that was stopped alone, its child is found and stopped', async () => {
    const { process, world } = await parentOf({ W: wait(100) });
    process.store.commitsMax = process.store.commits + 1;
    await process.engine.stop(ARN, {});
    await quiet();
    process.kill();
    const next = await world.boot();
    assert.deepEqual(await statuses(next), ['ABORTED', ['ABORTED']]);
  });
});

describe('The name of a child', () => {
  test('is a UUID, the same for the same attempt, and another for another', () => {
    const parent = { execution: 7, event: 3, isWaiting: true };
    assert.match(childName(parent), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const others = [parent, { ...parent, event: 4 }, { ...parent, execution: 8 }, { ...parent, item: 3 }];
    assert.equal(new Set(others.map(childName)).size, 4);
    assert.equal(childName(parent), childName({ ...parent, isWaiting: false }));
  });

  test('belongs to a parent, who is no other', () => {
    const parent = { execution: 7, event: 3, isWaiting: true };
    assert.equal(isSameParent(parent, { ...parent }), true);
    assert.equal(isSameParent(parent, { ...parent, item: 1 }), false);
    assert.equal(isSameParent(undefined, undefined), false);
  });
});

/** A process that runs such a parent of such a child. */
async function parentOf(child: object, states: object = { S: syncTask() }) {
  const world = new EngineWorld({ nested });
  const process = await world.boot();
  await process.childMachine(child);
  await process.run(states);
  await process.clock.pass(0);
  return { world, process };
}

/** What became of the parent, and of its children, newest first. */
async function statuses(process: EngineProcess): Promise<[string | undefined, (string | undefined)[]]> {
  const machine = await process.findMachine('child');
  const children = await process.engine.list({ machine, limit: 10 });
  return [await process.status(), children.map(({ status }) => status)];
}

async function bothSucceed(process: EngineProcess): Promise<void> {
  await process.clock.pass(30_000);
  assert.deepEqual(await statuses(process), ['SUCCEEDED', ['SUCCEEDED']]);
}

async function childOf(process: EngineProcess) {
  const machine = await process.findMachine('child');
  const [child] = await process.engine.list({ machine, limit: 1 });
  const arn = ARN.replace(':m:e', `:child:${child?.name}`);
  const description = await process.engine.describe(arn);
  assert.ok(description !== undefined, 'there is no child');
  return description;
}

/** Runs a parent and a child, kills the process with each of their commits, and looks at the next one. */
async function eachCrash(
  check: (next: EngineProcess) => Promise<void>,
  {
    child = { W: wait(10) },
    parent = syncTask(),
  }: { readonly child?: object; readonly parent?: object } = {},
): Promise<void> {
  for (let commits = 1; ; commits++) {
    const world = new EngineWorld({ nested });
    const process = await world.boot();
    await process.childMachine(child);
    process.store.commitsMax = commits;
    await process.run({ S: parent });
    await process.clock.pass(20_000);
    const isOver = !process.store.isDead;
    process.kill();
    await check(await world.boot());
    if (isOver) return;
  }
}

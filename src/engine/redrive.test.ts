import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, type EngineProcess, isPending, tokenOf, world } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { activityTask, fail, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';

describe('A redrive', () => {
  test('sends the failed task again, once, and the execution goes on', async () => {
    const { process, world: it } = await failedTask();
    await process.engine.redrive(ARN, 'a');
    await quiet();
    assert.deepEqual(it.sentIds(), ['3', '8']);
    it.last().succeed();
    await quiet();
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('is answered once it is on disk, and nothing is sent before', async () => {
    const { process, world: it } = await failedTask();
    process.store.gate = 'held';
    const redriven = process.engine.redrive(ARN, 'a');
    assert.equal(await isPending(redriven), true);
    assert.deepEqual(it.sentIds(), ['3']);
    process.store.release('committed');
    assert.equal(await redriven, process.clock.now());
  });

  test('that follows a stop at once leaves it its moment', async () => {
    const { process } = await world();
    await process.run({ W: wait(60) });
    process.store.gate = 'held';
    const stopped = process.engine.stop(ARN, {});
    const stoppedAt = process.clock.now();
    const redriven = process.engine.redrive(ARN, 'a');
    await quiet();
    process.store.release('committed');
    assert.equal(await stopped, stoppedAt);
    assert.equal(await redriven, stoppedAt);
    assert.equal(await process.status(), 'RUNNING');
  });

  test('that is stopped and done again in the same turn sends the task once', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    process.store.gate = 'held';
    const calls = [process.engine.stop(ARN, {})];
    for (const call of [
      () => process.engine.redrive(ARN, 'a'),
      () => process.engine.stop(ARN, {}),
      () => process.engine.redrive(ARN, 'b'),
    ]) {
      await quiet();
      calls.push(call());
    }
    await quiet();
    process.store.release('committed');
    await Promise.all(calls);
    await quiet();
    assert.equal(new Set(it.sentIds()).size, it.sends.length, String(it.sentIds()));
    assert.equal(await process.status(), 'RUNNING');
  });

  test('is kept by the header, which runs again', async () => {
    const { process } = await failedTask();
    process.clock.jump(1000);
    const redrivenAt = await process.engine.redrive(ARN, 'a');
    const { header, redriveProblem } = (await process.engine.describe(ARN)) ?? {};
    assert.deepEqual(
      [header?.status, header?.redriveCount, header?.redrivenAt, header?.stoppedAt, redriveProblem],
      ['RUNNING', 1, redrivenAt, undefined, 'Execution is RUNNING and cannot be redriven'],
    );
  });

  test('with the same token is the same redrive: at once, later, and after a restart', async () => {
    const { process, world: it } = await failedTask();
    const twice = await Promise.all([process.engine.redrive(ARN, 'a'), process.engine.redrive(ARN, 'a')]);
    await quiet();
    it.last().fail('Bad');
    await quiet();
    process.clock.jump(60_000);
    const later = await process.engine.redrive(ARN, 'a');
    process.kill();
    const next = await it.boot();
    next.clock.jump(120_000);
    assert.deepEqual([...twice, later, await next.engine.redrive(ARN, 'a')], Array(4).fill(twice[0]));
    assert.deepEqual(it.sentIds(), ['3', '8']);
  });

  test('with other tokens at once happens once', async () => {
    const { process, world: it } = await failedTask();
    const answers = await Promise.allSettled(['a', 'b'].map((token) => process.engine.redrive(ARN, token)));
    await quiet();
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    assert.deepEqual(it.sentIds(), ['3', '8']);
  });

  test('of an execution in two processes happens once, and both have the answer', async () => {
    const { process, world: it } = await failedTask();
    const other = await it.boot();
    const answers = await Promise.all([process, other].map(({ engine }) => engine.redrive(ARN, 'a')));
    await quiet();
    assert.equal(answers[0], answers[1]);
    assert.deepEqual(it.sentIds(), ['3', '8']);
  });

  test('goes on after a crash right behind its answer', async () => {
    const { process, world: it } = await world();
    await process.run({ W: wait(60) });
    await process.engine.stop(ARN, {});
    await process.engine.redrive(ARN, 'a');
    process.kill();
    const next = await it.boot();
    await next.clock.pass(60_000);
    await next.tells(
      ...['WaitStateEntered', 'ExecutionAborted', 'ExecutionRedriven'],
      ...['WaitStateExited', 'ExecutionSucceeded'],
    );
  });

  test('of an execution that a former process ended takes up what that had', async () => {
    const { process, world: it } = await failedTask();
    process.kill();
    const next = await it.boot();
    await next.engine.redrive(ARN);
    await quiet();
    assert.deepEqual(it.sentIds(), ['3', '8']);
  });

  test('that the store could not take has not happened, and may be tried again', async () => {
    const { process, world: it } = await failedTask();
    process.store.gate = 'unavailable';
    await assert.rejects(process.engine.redrive(ARN, 'a'));
    process.store.gate = 'open';
    assert.equal(await process.status(), 'FAILED');
    await process.engine.redrive(ARN, 'a');
    await quiet();
    assert.deepEqual(it.sentIds(), ['3', '8']);
  });

  test('offers an activity to its workers again', async () => {
    const { process } = await world();
    const activityArn = await process.activity();
    await process.run({ T: activityTask() });
    await process.engine.stop(ARN, {});
    await process.engine.redrive(ARN, 'a');
    await quiet();
    const taken = await process.poll(activityArn);
    assert.ok(taken !== undefined);
    await process.succeed(taken.taskToken);
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('leaves the token of before without effect', async () => {
    const { process, world: it } = await world();
    await process.run({ T: tokenTask() });
    const token = tokenOf(it.last());
    await process.engine.stop(ARN, {});
    await process.engine.redrive(ARN, 'a');
    await assert.rejects(process.succeed(token), { code: 'TaskTimedOut' });
  });

  test('can be stopped, and redriven again', async () => {
    const { process } = await failedTask();
    await process.engine.redrive(ARN, 'a');
    process.clock.jump(1000);
    assert.equal(await process.engine.stop(ARN, {}), process.clock.now());
    assert.equal(await process.status(), 'ABORTED');
    await process.engine.redrive(ARN, 'b');
    assert.equal((await process.engine.describe(ARN))?.header.redriveCount, 2);
  });

  test('makes the name that of a running execution', async () => {
    const { process } = await failedTask();
    const machine = await process.machine({ T: task() });
    const again = () => process.engine.start({ machine, name: 'e', input: '{}' });
    await assert.rejects(again(), { code: 'ExecutionAlreadyExists' });
    await process.engine.redrive(ARN, 'a');
    assert.equal((await again()).executionArn, ARN);
  });

  test('is refused with its reason', async () => {
    const { process } = await world();
    await process.run({ P: pass() });
    await refuses(process, 'Execution is SUCCEEDED and cannot be redriven');
  });

  test('is refused when the machine is gone', async () => {
    const { process } = await world();
    await process.run({ F: fail() });
    await process.engine.deleteMachine(await process.machine({ F: fail() }));
    await refuses(process, 'State machine is in DELETING status');
    assert.equal((await process.engine.describe(ARN))?.redriveProblem, 'State machine is in DELETING status');
  });

  test('of an execution that is not there has no answer', async () => {
    const { process } = await world();
    assert.equal(await process.engine.redrive(ARN, 'a'), undefined);
  });
});

/** An execution whose only task has failed. */
async function failedTask() {
  const made = await world();
  await made.process.run({ T: task() });
  made.world.last().fail('Bad');
  await quiet();
  return made;
}

async function refuses(process: EngineProcess, message: string): Promise<void> {
  await assert.rejects(process.engine.redrive(ARN, 'a'), { code: 'ExecutionNotRedrivable', message });
}

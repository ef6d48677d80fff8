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
import { activityTask, parallel, pass, task, tokenTask } from '../../test/interpreter/states.ts';
import { Unavailable } from '../base/unavailable.ts';

describe('When the store is away', () => {
  test('the caller is told, and the execution goes on from what is on disk', async () => {
    const { process, token } = await waitingForToken();
    process.store.gate = 'unavailable';
    await assert.rejects(process.succeed(token), Unavailable);
    process.store.gate = 'open';
    await process.succeed(token);
    await process.tells(...SUBMITTED, 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded');
  });

  test('an outcome of a task is kept until the store is back', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    process.store.gate = 'unavailable';
    it.last().succeed();
    await process.clock.pass(2_000);
    process.store.gate = 'open';
    await process.clock.pass(1_000);
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('an outcome that waits for it is not taken for unknown by recovery', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    await process.clock.pass(4_900);
    process.store.gate = 'unavailable';
    it.last().succeed();
    await process.clock.pass(99);
    process.store.gate = 'open';
    await process.clock.pass(10_000);
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('so that nobody can say which activities there are, the caller is told, too', async () => {
    const { process } = await world();
    await process.activity();
    const start = { machine: await process.machine({ T: activityTask() }), name: 'e', input: '{}' };
    process.store.hasDocuments = false;
    await assert.rejects(process.engine.start(start), Unavailable);
    process.store.hasDocuments = true;
    await process.engine.start(start);
    assert.equal(await process.status(), 'RUNNING');
  });

  test('a call that comes while a commit fails is answered, and the journal keeps no gap', async () => {
    for (let ticks = 0; ticks < 12; ticks++) await completesDuringFailure(ticks);
  });

  test('nothing is decided on what was not written', async () => {
    for (let ticks = 0; ticks < 12; ticks++) await joinsAfterFailure(ticks);
  });
});

describe('When another process is faster', () => {
  test('a call that has come meanwhile goes to what is on disk', async () => {
    const { process, world: it, token } = await waitingForToken({ HeartbeatSeconds: 100 });
    const other = await it.boot();
    process.store.gate = 'held';
    const beat = process.engine.heartbeat(HERE, token);
    await quiet();
    const done = process.succeed(token);
    await other.engine.heartbeat(HERE, token);
    process.store.release('committed');
    await quiet();
    assert.equal(await isPending(done), false);
    await beat;
    await process.tells(...SUBMITTED, 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded');
  });
});

describe('A turn that takes long', () => {
  test('is decided on another thread, as it would have been here', async () => {
    const { process } = await world();
    await process.run({ A: pass({ Next: 'S' }), S: slow() });
    await ends(process);
    await process.tells(...PASSED, ...PASSED, 'ExecutionSucceeded');
    assert.equal((await process.engine.describe(ARN))?.output?.text, '20000');
  });

  test('does not keep the caller of its start waiting', async () => {
    const { process } = await world();
    await process.run({ S: slow() });
    assert.equal(await process.status(), 'RUNNING');
    await process.tells();
    await ends(process);
  });

  test('sends nothing twice', async () => {
    const { process, world: it } = await world();
    await process.run({ P: parallel([{ T: task() }, { S: slow() }]) });
    await until(() => it.sends.length > 0);
    it.last().succeed();
    await ends(process);
    assert.deepEqual([await process.status(), it.sends.length], ['SUCCEEDED', 1]);
  });

  test('has what came meanwhile behind it', async () => {
    const { process } = await world();
    await process.run({ S: slow() });
    await process.engine.stop(ARN, { error: 'Enough' });
    await process.tells(...PASSED, 'ExecutionSucceeded');
  });

  test('is lost when the store is away, and taken up again', async () => {
    const { process, world: it } = await world();
    await process.run({ T: tokenTask({ Next: 'S' }), S: slow() });
    it.last().succeed();
    await quiet();
    const token = tokenOf(it.last());
    const done = process.succeed(token);
    process.store.gate = 'unavailable';
    await assert.rejects(done, Unavailable);
    process.store.gate = 'open';
    await process.succeed(token);
    await ends(process);
    assert.equal(await process.status(), 'SUCCEEDED');
  });

  test('ends with the engine, and goes on in the next one', async () => {
    const { process, world: it } = await world();
    await process.run({ S: endless() });
    await process.engine.close();
    process.kill();
    const next = await it.boot();
    await ends(next);
    assert.equal((await next.engine.describe(ARN))?.error, 'States.QueryEvaluationError');
  });
});

describe('What is told', () => {
  test('about an execution waits for the commit under way', async () => {
    for (let ticks = 0; ticks < 12; ticks++) await describesDuringCommit(ticks);
  });

  test('by history waits for it too', async () => {
    const { process, token } = await waitingForToken();
    process.store.gate = 'held';
    const done = process.succeed(token);
    const history = process.history();
    assert.equal(await isPending(history), true);
    process.store.release('committed');
    await done;
    assert.equal((await history).length, 8);
  });
});

describe('An activity of another account or region', () => {
  test('does not exist for a machine that names it', async () => {
    for (const scope of [
      { region: 'us-east-1', account: '000000000000' },
      { region: 'eu-west-1', account: '123456789012' },
    ]) {
      const { process } = await world();
      const arn = await process.activity(scope);
      await process.run({ A: { Type: 'Task', Resource: arn, End: true } });
      assert.equal((await process.engine.describe(ARN))?.error, 'States.Runtime', arn);
    }
  });
});

const PASSED = ['PassStateEntered', 'PassStateExited'];

function jsonata(expression: string): object {
  return { Type: 'Pass', QueryLanguage: 'JSONata', Output: `{% ${expression} %}`, End: true };
}

/** Longer than a turn may take here, and far less than a second. */
function slow(): object {
  return jsonata('$count($map([1..20000], function($x) { $string($x) & "x" }))');
}

function endless(): object {
  return jsonata('($f := function($x) { $f($x + 1) }; $f(1))');
}

async function ends(process: EngineProcess): Promise<void> {
  await until(async () => (await process.status()) !== 'RUNNING');
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await quiet();
}

const HERE = { region: 'us-east-1', account: '123456789012' };

const SUBMITTED = ['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'];

async function completesDuringFailure(ticks: number): Promise<void> {
  const { process, token } = await waitingForToken({ HeartbeatSeconds: 100 });
  process.store.gate = 'held';
  const beat = process.engine.heartbeat(HERE, token);
  await quiet();
  process.store.release('unavailable');
  for (let tick = 0; tick < ticks; tick++) await undefined;
  const done = process.succeed(token);
  await assert.rejects(beat, Unavailable);
  assert.equal(await isPending(done), false, `the call of microtask ${ticks} hangs`);
  await done.catch(() => process.succeed(token));
  await process.tells(...SUBMITTED, 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded');
}

/** The turn that fails would have ended the first of two branches; a copy that thinks so ends all with the second. */
async function joinsAfterFailure(ticks: number): Promise<void> {
  const { process, world: it } = await world();
  await process.run({ P: parallel([{ A: tokenTask() }, { B: tokenTask() }]) });
  for (const send of it.sends) send.succeed();
  await quiet();
  const [first = '', second = ''] = it.sends.map(tokenOf);
  process.store.gate = 'held';
  const failed = process.succeed(first);
  await quiet();
  process.store.release('unavailable');
  for (let tick = 0; tick < ticks; tick++) await undefined;
  const done = process.succeed(second);
  await assert.rejects(failed, Unavailable);
  await done.catch(() => process.succeed(second));
  assert.equal(await process.status(), 'RUNNING', `decided at microtask ${ticks}`);
  await process.succeed(first);
  assert.equal(await process.status(), 'SUCCEEDED');
}

async function describesDuringCommit(ticks: number): Promise<void> {
  const { process, token } = await waitingForToken();
  process.store.gate = 'held';
  const asked = process.engine.describe(ARN);
  for (let tick = 0; tick < ticks; tick++) await undefined;
  const done = process.succeed(token);
  await quiet();
  if (!(await isPending(asked))) assert.equal((await asked)?.output, undefined, `told at microtask ${ticks}`);
  process.store.release('committed');
  await done;
}

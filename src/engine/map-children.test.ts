import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, type EngineProcess, EngineWorld, world } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import {
  distributed,
  fail,
  map,
  parallel,
  pass,
  task,
  tokenTask,
  wait,
} from '../../test/interpreter/states.ts';
import type { ListedChild, MapRunDescription } from './engine.ts';

describe('The executions of a Map Run', () => {
  test('run, and their outputs are the result', async () => {
    const { process } = await mapping({ A: pass() }, { input: '[1,{"a":2.0}]' });
    assert.equal((await process.engine.describe(ARN))?.output?.text, '[1,{"a":2.0}]');
    await process.tells(
      ...['MapStateEntered', 'MapStateStarted', 'MapRunStarted', 'MapRunSucceeded', 'MapStateSucceeded'],
      ...['MapStateExited', 'ExecutionSucceeded'],
    );
  });

  test('have ARNs, histories and descriptions of their own', async () => {
    const { process } = await mapping({ A: pass() });
    const [child] = await children(process);
    const arn = child?.executionArn ?? '';
    assert.match(arn, /^arn:aws:states:us-east-1:123456789012:execution:m\/L:[0-9a-f-]{36}$/);
    const types = (await process.history(arn)).map(({ type }) => type);
    assert.deepEqual(types, [
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    const described = await process.engine.describe(arn);
    assert.deepEqual(
      [described?.executionArn, described?.mapRunArn, described?.label, described?.header.itemCount],
      [arn, (await mapRun(process)).mapRunArn, 'L', 1],
    );
    assert.equal(await process.engine.describe(arn.replace('m/L', 'm')), undefined);
    assert.equal(await process.engine.describe(arn.replace('m/L', 'm/K')), undefined);
  });

  test('are not among the executions of their machine', async () => {
    const { process, machine } = await mapping({ A: pass() });
    const listed = await process.engine.list({ machine, limit: 10 });
    assert.deepEqual(
      listed.map(({ name }) => name),
      ['e'],
    );
  });

  test('see themselves in their context, and not the variables around their Map', async () => {
    const seen = pass({ Parameters: { 'id.$': '$$.Execution.Id', 'machine.$': '$$.StateMachine.Id' } });
    const { process } = await mapping({ A: seen });
    const [child] = await children(process);
    const [first] = JSON.parse((await process.engine.describe(ARN))?.output?.text ?? '');
    const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:m/L';
    assert.deepEqual([first.id.split(':')[5], first.machine], ['execution', machine]);
    assert.ok((await children(process)).some(({ executionArn }) => executionArn === first.id));
    assert.equal(child?.stateMachineArn, machine);
  });

  test('of the express kind have ARNs of that kind, and five minutes', async () => {
    const { process } = await mapping({ W: wait(1000) }, { type: 'EXPRESS' });
    const [child] = await children(process);
    assert.match(child?.executionArn ?? '', /:express:m\/L:[0-9a-f-]{36}:[0-9a-f-]{36}$/);
    await process.clock.pass(300_000);
    assert.deepEqual(await counts(process), { timedOut: 2, total: 2 });
    assert.equal(await process.status(child?.executionArn), 'TIMED_OUT');
  });

  test('are stopped when too many have failed, and those that have not begun never do', async () => {
    const { process, world: it } = await mapping(
      { T: task() },
      { input: '[1,2,3]', more: { MaxConcurrency: 2 } },
    );
    it.sends[0]?.fail('E');
    await process.clock.pass(0);
    assert.equal(await process.status(), 'FAILED');
    assert.deepEqual(await counts(process), { pending: 1, failed: 1, aborted: 1, total: 3 });
    assert.equal(it.sends.length, 2);
  });

  test('of the express kind run out when too many have failed', async () => {
    const { process, world: it } = await mapping({ T: task() }, { type: 'EXPRESS' });
    it.sends[0]?.fail('E');
    await process.clock.pass(0);
    assert.deepEqual(
      [await process.status(), await counts(process)],
      ['RUNNING', { failed: 1, running: 1, total: 2 }],
    );
    it.sends[1]?.succeed();
    await process.clock.pass(0);
    assert.deepEqual(
      [await process.status(), await counts(process)],
      ['FAILED', { failed: 1, succeeded: 1, total: 2 }],
    );
  });

  test('are stopped with their parent', async () => {
    const { process } = await mapping({ W: wait(100) });
    await process.engine.stop(ARN, {});
    await process.clock.pass(0);
    assert.deepEqual(await counts(process), { aborted: 2, total: 2 });
    assert.deepEqual((await mapRun(process)).status, 'ABORTED');
  });

  test('are stopped with a branch beside their Map', async () => {
    const { process, world: it } = await mapping(undefined, {
      states: { P: parallel([{ M: distributed({ W: wait(100) }) }, { T: task() }]) },
    });
    it.last().fail('E');
    await process.clock.pass(0);
    assert.deepEqual(await counts(process), { aborted: 2, total: 2 });
  });

  test('are stopped when their machine is deleted', async () => {
    const { process, machine } = await mapping({ W: wait(100) });
    await process.engine.deleteMachine(machine);
    await process.clock.pass(0);
    assert.deepEqual(await counts(process), { aborted: 2, total: 2 });
  });

  test('are stopped with their machine also when as much is under way as may be', async () => {
    const { process, machine } = await mapping({ W: wait(100) });
    process.store.gate = 'held';
    const starts = Array.from({ length: 1000 }, () => process.engine.start({ machine, input: '[]' }));
    await quiet();
    assert.equal(process.engine.isFull(), true);
    const deletion = process.engine.deleteMachine(machine);
    await quiet();
    process.store.release('committed');
    process.store.gate = 'open';
    await Promise.all([deletion, ...starts]);
    await process.clock.pass(0);
    assert.deepEqual(await counts(process), { aborted: 2, total: 2 });
  });

  test('may be stopped one by one, which is no failure of the run', async () => {
    const { process } = await mapping({ W: wait(100) });
    const [child] = await children(process);
    await process.engine.stop(child?.executionArn ?? '', {});
    await process.clock.pass(100_000);
    assert.equal(await process.status(), 'SUCCEEDED');
    assert.deepEqual(await counts(process), { aborted: 1, succeeded: 1, total: 2, resultsWritten: 2 });
  });

  test('may have Map Runs of their own, and are stopped with all of them', async () => {
    const inner = { ...distributed({ W: wait(100) }), Label: 'Inner' };
    const { process } = await mapping({ M2: inner }, { input: '[[1],[2,3]]' });
    assert.equal((await children(process)).length, 2);
    const [child] = await children(process);
    const [own] = (await process.engine.mapRuns(child?.executionArn ?? '')) ?? [];
    assert.match(own?.mapRunArn ?? '', /:mapRun:m\/Inner:/);
    await process.engine.stop(ARN, {});
    await process.clock.pass(0);
    assert.equal((await process.engine.mapRun(own?.mapRunArn ?? ''))?.executions.aborted, 2);
  });

  test('wait for tokens as any execution does', async () => {
    const { process, world: it } = await mapping({ T: tokenTask() }, { input: '[1]' });
    it.last().succeed();
    await quiet();
    const { token } = Object(it.last().attempt.parameters.value).Payload;
    await process.succeed(token, '7');
    await process.clock.pass(0);
    assert.equal((await process.engine.describe(ARN))?.output?.text, '[7]');
  });

  test('may have inline Maps inside', async () => {
    const { process } = await mapping({ I: map({ A: pass() }) }, { input: '[[1,2],[3]]' });
    assert.equal((await process.engine.describe(ARN))?.output?.text, '[[1,2],[3]]');
  });

  test('are changed in number while they run', async () => {
    const { process } = await mapping({ W: wait(100) }, { input: '[1,2,3]', more: { MaxConcurrency: 1 } });
    const { mapRunArn } = await mapRun(process);
    assert.equal(await process.engine.changeMapRun(mapRunArn, { maxConcurrency: 3 }), true);
    await quiet();
    assert.equal((await children(process)).length, 3);
    await process.clock.pass(100_000);
    assert.equal(await process.engine.changeMapRun(mapRunArn, { maxConcurrency: 1 }), false);
  });

  test('are thousands, and each is one', async () => {
    const input = JSON.stringify(Array.from({ length: 2_500 }, (_, i) => i));
    const { process } = await mapping({ A: pass() }, { input });
    await process.clock.pass(1000);
    assert.equal((await process.engine.describe(ARN))?.output?.text, input);
    assert.deepEqual(await counts(process), { succeeded: 2500, total: 2500, resultsWritten: 2500 });
  });
});

describe('The executions of a Map Run that is redriven', () => {
  test('run again where they have not ended well, and are listed as redriven', async () => {
    const { process, world: it } = await mapping({ T: task() }, { input: '[1,2]' });
    it.sends[0]?.succeed('"a"');
    await process.clock.pass(0);
    it.sends[1]?.fail('E');
    await process.clock.pass(0);
    assert.equal(await process.status(), 'FAILED');
    await process.engine.redrive(ARN, 'token');
    await process.clock.pass(0);
    assert.equal(it.sends.length, 3);
    it.last().succeed('"b"');
    await process.clock.pass(0);
    assert.equal((await process.engine.describe(ARN))?.output?.text, '["a","b"]');
    const run = await mapRun(process);
    assert.deepEqual([run.status, run.redriveCount], ['SUCCEEDED', 1]);
    const names = async (isRedriven: boolean) =>
      (await process.engine.mapRunExecutions(run.mapRunArn, { limit: 1, isRedriven })) ?? [];
    const [redriven] = await names(true);
    const [kept] = await names(false);
    assert.deepEqual([redriven?.header.redriveCount, kept?.header.redriveCount], [1, undefined]);
  });

  test('wait their turn, and are listed and described as waiting', async () => {
    const more = { MaxConcurrency: 1, ToleratedFailureCount: 1 };
    const { process, world: it } = await mapping({ T: task() }, { more });
    it.last().fail('E');
    await process.clock.pass(0);
    it.last().fail('E');
    await process.clock.pass(0);
    await process.engine.redrive(ARN, 'token');
    await process.clock.pass(0);
    assert.deepEqual(await counts(process), { running: 1, total: 2, pendingRedrive: 1 });
    const { mapRunArn } = await mapRun(process);
    const query = { limit: 9, status: 'PENDING_REDRIVE' } as const;
    const waiting = (await process.engine.mapRunExecutions(mapRunArn, query)) ?? [];
    assert.deepEqual(
      waiting.map(({ isPendingRedrive }) => isPendingRedrive),
      [true],
    );
    const all = await children(process);
    const described = await Promise.all(all.map(({ executionArn }) => process.engine.describe(executionArn)));
    assert.deepEqual(
      described.flatMap((child) => (child?.isPendingRedrive === true ? [child.executionArn] : [])),
      waiting.map(({ executionArn }) => executionArn),
    );
  });

  test('are not redriven one by one', async () => {
    const { process } = await mapping({ F: fail() }, { input: '[1]' });
    const [child] = await children(process);
    const refused = process.engine.redrive(child?.executionArn ?? '', 'token');
    await assert.rejects(refused, { code: 'ExecutionNotRedrivable' });
  });

  test('of the express kind begin anew, under their former ARNs', async () => {
    const { process, world: it } = await mapping(
      { A: task({ Next: 'B' }), B: task() },
      { input: '[1]', type: 'EXPRESS' },
    );
    it.last().succeed();
    await process.clock.pass(0);
    it.last().fail('E');
    await process.clock.pass(0);
    const [before] = await children(process);
    await process.engine.redrive(ARN, 'token');
    await process.clock.pass(0);
    it.last().succeed();
    await process.clock.pass(0);
    it.last().succeed('"b"');
    await process.clock.pass(0);
    assert.equal((await process.engine.describe(ARN))?.output?.text, '["b"]');
    assert.equal(it.sends.length, 4);
    assert.deepEqual(
      (await children(process)).map(({ executionArn }) => executionArn),
      [before?.executionArn],
    );
  });

  test('stay as they are where they ended too long ago', async () => {
    const { process } = await mapping(
      {
        C: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 1, Next: 'F' }], Default: 'W' },
        F: fail(),
        W: wait(2_000_000),
      },
      { more: { ToleratedFailureCount: 1 } },
    );
    process.clock.jump(15 * 86_400_000);
    await process.engine.stop(ARN, {});
    await process.clock.pass(0);
    await process.engine.redrive(ARN, 'token');
    await process.clock.pass(0);
    const expected = { running: 1, failed: 1, total: 2, failuresNotRedrivable: 1 };
    assert.deepEqual(await counts(process), expected);
  });
});

describe('The executions of a Map Run, after a crash at any commit', () => {
  test('are redriven once each, whatever had happened before', async () => {
    // Only where it has been redriven is there a time for that.
    const redriven = pass({ Parameters: { 'at.$': '$$.Execution.RedriveTime' }, ResultPath: null });
    const inside = {
      C: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 2, Next: 'R' }], Default: 'A' },
      ...{ R: redriven, A: pass() },
    };
    for (let commits = 0; ; commits++) {
      const { process, world: it } = await mapping(inside, { input: '[1,2,3]' });
      assert.equal(await process.status(), 'FAILED');
      process.store.commitsMax = process.store.commits + commits;
      void process.engine.redrive(ARN, 'token').catch(() => {});
      await process.clock.pass(60_000);
      const isDone = !process.store.isDead;
      process.kill();
      const next = await it.boot();
      next.clock.jump(60_000);
      await next.engine.redrive(ARN, 'token');
      await next.clock.pass(60_000);
      assert.equal((await next.engine.describe(ARN))?.output?.text, '[1,2,3]');
      await countsAreRight(next);
      const times = (await children(next)).map(({ header }) => header.redriveCount ?? 0);
      assert.ok(
        times.every((count) => count <= 1),
        `${times}`,
      );
      if (isDone) return assert.ok(commits > 2, `only ${commits} commits`);
    }
  });

  test('each ran once, and all are counted', async () => {
    await eachCrash({ W: wait(10) }, async (process) => {
      await process.clock.pass(60_000);
      assert.equal(await process.status(), 'SUCCEEDED');
      assert.deepEqual(await counts(process), { succeeded: 3, total: 3, resultsWritten: 3 });
      assert.equal((await children(process)).length, 3);
    });
  });

  test('end as their parent counts them when it is stopped', async () => {
    await eachCrash({ W: wait(10) }, async (process) => {
      await process.engine.stop(ARN, {});
      await process.clock.pass(60_000);
      await countsAreRight(process);
    });
  });

  test('end as their parent counts them when one of them has failed', async () => {
    const failing = {
      C: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 2, Next: 'F' }], Default: 'W' },
      ...{ F: fail(), W: wait(10) },
    };
    await eachCrash(failing, async (process) => {
      await process.clock.pass(60_000);
      assert.equal(await process.status(), 'FAILED');
      await countsAreRight(process);
    });
  });

  test('that came while they were being stopped, are stopped', async () => {
    for (let more = 0; more < 6; more++) {
      const { process, world: it } = await mapping({ W: wait(100) }, { input: '[1,2,3]' });
      process.store.commitsMax = process.store.commits + more;
      void process.engine.stop(ARN, {});
      await process.clock.pass(0);
      process.kill();
      const next = await it.boot();
      await next.engine.stop(ARN, {});
      await next.clock.pass(20_000);
      assert.deepEqual(await counts(next), { aborted: 3, total: 3 });
      await countsAreRight(next);
    }
  });
});

interface Given {
  readonly input?: string;
  readonly more?: object;
  readonly type?: string;
  readonly states?: object;
}

/** A process whose execution has a distributed Map made of these states. */
async function mapping(inside: object | undefined, given: Given = {}) {
  const made = await world();
  const { input = '[1,2]', more = {}, type = 'STANDARD' } = given;
  const states = given.states ?? { M: distributed(inside ?? {}, more, type) };
  await made.process.run(states, { input });
  await made.process.clock.pass(0);
  return { ...made, machine: await made.process.machine(states) };
}

async function mapRun(process: EngineProcess): Promise<MapRunDescription> {
  const [run] = (await process.engine.mapRuns(ARN)) ?? [];
  assert.ok(run !== undefined, 'there is no map run');
  assert.deepEqual(await process.engine.mapRun(run.mapRunArn), run);
  return run;
}

/** The counts of executions that are not 0. */
async function counts(process: EngineProcess): Promise<object> {
  const { executions } = await mapRun(process);
  return Object.fromEntries(Object.entries(executions).filter(([, count]) => count > 0));
}

async function children(process: EngineProcess): Promise<readonly ListedChild[]> {
  const { mapRunArn } = await mapRun(process);
  return (await process.engine.mapRunExecutions(mapRunArn, { limit: 5000 })) ?? [];
}

/** What the run counts is what its executions say of themselves, and none of them runs. */
async function countsAreRight(process: EngineProcess): Promise<void> {
  const [run] = (await process.engine.mapRuns(ARN)) ?? [];
  if (run === undefined) return;
  const statuses = (await children(process)).map(({ header }) => header.status);
  const count = (status: string) => statuses.filter((one) => one === status).length;
  const { executions } = run;
  assert.deepEqual([count('RUNNING'), executions.running], [0, 0]);
  assert.deepEqual(
    [executions.succeeded, executions.failed, executions.timedOut],
    [count('SUCCEEDED'), count('FAILED'), count('TIMED_OUT')],
  );
  // One that was stopped before it began is counted, and nowhere to be seen.
  assert.ok(executions.aborted >= count('ABORTED'));
  const { pending, succeeded, failed, timedOut, aborted, total } = executions;
  assert.equal(pending + succeeded + failed + timedOut + aborted, total);
}

/** Three items; the process dies at every commit there is, and another one goes on. */
async function eachCrash(inside: object, claim: (process: EngineProcess) => Promise<void>): Promise<void> {
  for (let commits = 1; ; commits++) {
    const it = new EngineWorld();
    const process = await it.boot();
    process.store.commitsMax = commits;
    await process.run({ M: distributed(inside) }, { input: '[1,2,3]' });
    await process.clock.pass(60_000);
    if (!process.store.isDead) return assert.ok(commits > 6, `only ${commits} commits`);
    process.kill();
    const next = await it.boot();
    next.clock.jump(60_000);
    await claim(next);
  }
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, type EngineProcess, type EngineWorld, world } from '../../../test/engine/engine-world.ts';
import { quiet } from '../../../test/engine/fake-clock.ts';
import { fail, pass, task } from '../../../test/interpreter/states.ts';
import type { LoggingConfiguration, Machine } from '../../catalog/catalog.ts';

const ALL: LoggingConfiguration = {
  level: 'ALL',
  includeExecutionData: true,
  destinations: [
    { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/g:*' } },
  ],
};
const ENDS = ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'];

describe('The log of an execution', () => {
  test('has every event once, in its order, with its id', async () => {
    const { lines } = await logged({ P: pass() });
    assert.deepEqual(
      lines.map(({ id, type }) => `${id} ${type}`),
      ENDS.map((type, index) => `${index + 1} ${type}`),
    );
  });
  test('goes to the group of its machine, in a stream named as AWS does', async () => {
    const { it } = await logged({ P: pass() });
    const { account, region, group, stream } = it.logged[0] ?? {};
    assert.deepEqual([account, region, group], ['123456789012', 'us-east-1', '/g']);
    assert.match(String(stream), /^states\/m\/2026-01-01-12-00\/00000000$/);
  });
  test('has no data unless it was asked for', async () => {
    const { lines } = await logged({ P: pass() }, { ...ALL, includeExecutionData: false });
    assert.deepEqual(lines[1]?.details, { name: 'P' });
  });
  test('has what its level lets through', async () => {
    const { lines } = await logged({ F: fail() }, { ...ALL, level: 'ERROR' });
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['FailStateEntered', 'ExecutionFailed'],
    );
  });
  test('of an Express execution is the same', async () => {
    const { lines } = await logged({ P: pass() }, ALL, 'EXPRESS');
    assert.deepEqual(
      lines.map(({ type }) => type),
      ENDS,
    );
    assert.match(String(lines[0]?.execution_arn), /:express:m:e:/);
  });
  test('with level OFF is not there, and nothing waits for it', async () => {
    const { process, world: it } = await world();
    const timers = process.clock.size;
    await started(process, { P: pass() }, { ...ALL, level: 'OFF' });
    assert.deepEqual([linesOf(it), process.clock.size], [[], timers]);
  });
  test('goes on with the ids of the turns before', async () => {
    const { it, process } = await logged({ T: task({ Next: 'P' }), P: pass() });
    it.last().succeed();
    await process.clock.pass(50);
    assert.deepEqual(
      linesOf(it).map(({ id }) => Number(id)),
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  });
  test('is written when its turn is on disk, and not before', async () => {
    const { it, process } = await logged({ T: task() });
    const before = it.logged.length;
    process.store.gate = 'held';
    it.last().succeed();
    await process.clock.pass(1000);
    assert.equal(it.logged.length, before);
    process.store.release('committed');
    await process.clock.pass(50);
    assert.equal(it.logged.length, before + 1);
  });
  test('has nothing of a turn that was lost', async () => {
    const { it, process } = await logged({ T: task() });
    const before = it.logged.length;
    process.store.gate = 'held';
    it.last().succeed();
    await quiet();
    process.store.release('unavailable');
    await process.clock.pass(50);
    assert.equal(it.logged.length, before);
  });
  test('tells how often it was redriven', async () => {
    const { it, process } = await logged({ T: task() });
    it.last().fail('Bad');
    await process.clock.pass(50);
    await process.engine.redrive(ARN);
    await process.clock.pass(50);
    assert.deepEqual(
      linesOf(it)
        .slice(-4)
        .map(({ type, redrive_count }) => `${type} ${redrive_count}`),
      ['ExecutionFailed 0', 'ExecutionRedriven 1', 'LambdaFunctionScheduled 1', 'LambdaFunctionStarted 1'],
    );
  });
  test('is handed on by an engine that closes', async () => {
    const { process, world: it } = await world();
    await started(process, { P: pass() }, ALL);
    await process.engine.close();
    assert.equal(linesOf(it).length, ENDS.length);
  });
  test('is not written again after a crash', async () => {
    const { it, process } = await logged({ T: task({ Next: 'P' }), P: pass() });
    process.kill();
    const next = await it.boot();
    await next.clock.pass(60_000);
    const ids = linesOf(it).map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
  });
});

async function started(
  process: EngineProcess,
  states: object,
  logging: LoggingConfiguration,
  type?: Machine['type'],
): Promise<void> {
  const machine = await process.machine(states, {}, type, logging);
  await process.engine.start({ machine, name: 'e', input: '{}' });
  await quiet();
}

/** What one execution has logged once its first turns are on disk. */
async function logged(states: object, logging = ALL, type?: Machine['type']) {
  const { process, world: it } = await world();
  await started(process, states, logging, type);
  await process.clock.pass(50);
  return { it, process, lines: linesOf(it) };
}

interface Line {
  readonly id: string;
  readonly type: string;
  readonly details: object;
  readonly execution_arn: string;
  readonly redrive_count: string;
}

function linesOf({ logged: batches }: EngineWorld): Line[] {
  return batches.flatMap(({ events }) => events.map(({ message }) => JSON.parse(message)));
}

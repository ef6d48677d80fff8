import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EngineProcess, EngineWorld, numberedUuid } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { tokenTask } from '../../test/interpreter/states.ts';

const QUEUE = 'listener';
const MACHINE = IDENTITY.stateMachineArn;

describe('Status changes', () => {
  test('are told in AWS’s form', async () => {
    const { process } = await listening();
    await process.run({ P: { Type: 'Pass', Result: 7, End: true } }, { input: '{"a": 1.0}' });
    const [running, succeeded] = await told(process);
    assert.deepEqual(running, { ...EVENT, id: numberedUuid(1), detail: DETAIL });
    assert.deepEqual(succeeded, {
      ...EVENT,
      id: numberedUuid(2),
      detail: {
        ...{ ...DETAIL, status: 'SUCCEEDED', stopDate: NOON, output: '7', outputDetails: { included: true } },
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      },
    });
  });

  test('of a failure have its error and cause, and that it can be redriven', async () => {
    const { process } = await listening();
    await process.run({ F: { Type: 'Fail', Error: 'E', Cause: 'C' } });
    const [, failed] = await told(process);
    assert.deepEqual(failed?.detail, {
      ...{ ...DETAIL, status: 'FAILED', input: '{}', stopDate: NOON, error: 'E', cause: 'C' },
      ...{ redriveStatus: 'REDRIVABLE', redriveStatusReason: null },
    });
  });

  test('of a stop and a timeout are told when they come', async () => {
    const { process } = await listening();
    const arn = await process.run({ T: tokenTask({}) });
    assert.deepEqual(await statuses(process), ['RUNNING']);
    await process.engine.stop(arn, {});
    assert.deepEqual(await statuses(process), ['RUNNING', 'ABORTED']);
    const { process: other } = await listening();
    await other.run({ W: { Type: 'Wait', Seconds: 60, End: true } }, { machine: TIMEOUT });
    await other.clock.pass(2_000);
    assert.deepEqual(await statuses(other), ['RUNNING', 'TIMED_OUT']);
  });

  test('of a redrive begin anew, and count it', async () => {
    const { process } = await listening();
    const arn = await process.run({ F: { Type: 'Fail', Error: 'E' } });
    await process.clock.pass(5_000);
    await process.engine.redrive(arn);
    assert.deepEqual(await statuses(process), ['RUNNING', 'FAILED', 'RUNNING', 'FAILED']);
    const details = (await told(process)).map(({ detail }) => [
      Reflect.get(detail, 'redriveCount'),
      Reflect.get(detail, 'redriveDate'),
    ]);
    assert.deepEqual(details, [
      [0, null],
      [0, null],
      [1, NOON + 5_000],
      [1, NOON + 5_000],
    ]);
  });

  test('name the version and the alias that were started', async () => {
    const { process } = await listening();
    const machine = await process.machine({ P: { Type: 'Pass', End: true } });
    await process.engine.start({ machine, input: '{}', origin: { machineVersion: 3, machineAlias: 'live' } });
    const [{ detail } = { detail: {} }] = await told(process);
    assert.deepEqual(
      [Reflect.get(detail, 'stateMachineVersionArn'), Reflect.get(detail, 'stateMachineAliasArn')],
      [`${MACHINE}:3`, `${MACHINE}:live`],
    );
  });

  test('leave out what is too large: the input first, then the output', async () => {
    assert.deepEqual(await included({ input: 100, output: 100 }), [true, true]);
    assert.deepEqual(await included({ input: 150_000, output: 150_000 }), [false, true]);
    assert.deepEqual(await included({ input: 10, output: 254_000 }), [false, false]);
  });

  test('are written for every listener, and for nobody when there is none', async () => {
    const { process } = await listening(['a', 'b']);
    await process.run({ P: { Type: 'Pass', End: true } });
    const [a, b] = [await process.store.outbox('a', 0, 9), await process.store.outbox('b', 0, 9)];
    assert.deepEqual(
      a.map(({ text }) => text),
      b.map(({ text }) => text),
    );
    assert.equal(a.length, 2);
    const alone = await listening([]);
    await alone.process.run({ P: { Type: 'Pass', End: true } });
    assert.deepEqual([await told(alone.process), alone.hints()], [[], 0]);
  });

  test('are announced once they are on disk', async () => {
    const { process, hints } = await listening();
    process.store.gate = 'held';
    const running = process.run({ T: tokenTask({}) });
    await quiet();
    assert.equal(hints(), 0);
    process.store.release('committed');
    await running;
    assert.equal(hints(), 1);
  });

  test('of express executions are not told', async () => {
    const { process } = await listening();
    const machine = await process.machine({ P: { Type: 'Pass', End: true } }, {}, 'EXPRESS');
    await process.engine.startSync({ machine, input: '{}' });
    await process.engine.start({ machine, input: '{}' });
    await process.clock.pass(1_000);
    assert.deepEqual(await told(process), []);
  });
});

const NOON = Date.parse('2026-01-01T12:00:00Z');
const TIMEOUT = { TimeoutSeconds: 1 };

const EVENT = {
  version: '0',
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  account: IDENTITY.place.account,
  time: '2026-01-01T12:00:00Z',
  region: IDENTITY.place.region,
  resources: [`${MACHINE.replace('stateMachine', 'execution')}:e`],
};

const DETAIL = {
  executionArn: EVENT.resources[0],
  stateMachineArn: MACHINE,
  name: 'e',
  status: 'RUNNING',
  startDate: NOON,
  stopDate: null,
  input: '{"a": 1.0}',
  inputDetails: { included: true },
  output: null,
  outputDetails: null,
  error: null,
  cause: null,
  stateMachineVersionArn: null,
  stateMachineAliasArn: null,
  redriveCount: 0,
  redriveDate: null,
  redriveStatus: 'NOT_REDRIVABLE',
  redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
};

async function listening(queues: readonly string[] = [QUEUE]) {
  let hints = 0;
  const listeners = { queues: () => queues, told: () => void hints++ };
  const process = await new EngineWorld({ listeners }).boot();
  return { process, hints: () => hints };
}

async function told(process: EngineProcess): Promise<{ readonly detail: object }[]> {
  return (await process.store.outbox(QUEUE, 0, 99)).map(({ text }) => JSON.parse(text));
}

async function statuses(process: EngineProcess): Promise<unknown[]> {
  return (await told(process)).map(({ detail }) => Reflect.get(detail, 'status'));
}

/** Whether the event of an execution's end has its input and output, by their sizes. */
async function included({ input, output }: { input: number; output: number }): Promise<unknown[]> {
  const { process } = await listening();
  await process.run(
    { P: { Type: 'Pass', Result: 'o'.repeat(output), End: true } },
    { input: JSON.stringify('i'.repeat(input)) },
  );
  const [, ended] = await told(process);
  const details = ['inputDetails', 'outputDetails'].map((name) => Reflect.get(ended?.detail ?? {}, name));
  return details.map(({ included }) => included);
}

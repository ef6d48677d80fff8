import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EngineWorld } from '../../../test/engine/engine-world.ts';
import type { Segment } from '../../telemetry/segment.ts';

const TRACED = { tracingConfiguration: { enabled: true } };
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const PASS = { P: { Type: 'Pass', End: true } };
const TASK = { T: { Type: 'Task', Resource: FUNCTION, End: true } };
const OWN = 'Root=1-6960d120-0123456789ab4cde8f012345';

describe('An execution of a traced machine', () => {
  test('is told once it has ended', async () => {
    const { run, told } = await world();
    await run(PASS);
    assert.deepEqual(
      (await told()).map(({ name, subsegments }) => [name, subsegments?.length]),
      [['m', 1]],
    );
  });

  test('gives what it calls its trace, and the attempt for parent', async () => {
    const { run, told, sent } = await world();
    await run(TASK, `${OWN};Sampled=1`);
    const { traceHeader } = sent().attempt;
    sent().succeed();
    const [machine] = await told();
    const attempt = machine?.subsegments?.[0]?.subsegments?.[0];
    assert.equal(traceHeader, `${OWN};Parent=${attempt?.id};Sampled=1`);
  });

  test('keeps the header that it was given', async () => {
    const { run, told } = await world();
    const header = `${OWN};Parent=0123456789abcdef;Sampled=1`;
    assert.equal(await run(PASS, header), header);
    assert.equal((await told())[0]?.parent_id, '0123456789abcdef');
  });

  test('that is not sampled is told to nobody', async () => {
    const { run, told } = await world();
    await run(PASS, `${OWN};Sampled=0`);
    assert.deepEqual(await told(), []);
    const { run: runSeldom, told: toldSeldom } = await world(0);
    assert.match(String(await runSeldom(PASS)), /;Sampled=0$/);
    assert.deepEqual(await toldSeldom(), []);
  });

  test('is told with its server’s end', async () => {
    const { run, segments, close } = await world();
    await run(PASS);
    await close();
    assert.equal(segments.length, 1);
  });
});

test('An execution of another machine has no header and is told to nobody', async () => {
  const { run, told } = await world(1, {});
  assert.equal(await run(PASS), undefined);
  await run(PASS, `${OWN};Sampled=1`);
  assert.deepEqual(await told(), []);
});

test('An Express execution of a traced machine is told, and its header answered', async () => {
  const { process, told, machineOf } = await world();
  const machine = await machineOf(PASS, 'EXPRESS');
  const { traceHeader } = await process.engine.startSync({ machine, input: '{}' });
  const [segment] = await told();
  assert.ok(traceHeader?.startsWith(`Root=${segment?.trace_id};`));
});

async function world(sampling = 1, settings: object = TRACED) {
  const segments: Segment[] = [];
  const sink = { append: (_scope: unknown, told: readonly Segment[]) => void segments.push(...told) };
  const engines = new EngineWorld({ traces: { sink, sampling } });
  const process = await engines.boot();
  const machineOf = async (states: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') => {
    const machine = await process.machine(states, {}, type);
    return { ...machine, current: { ...machine.current, ...settings } };
  };
  return {
    ...{ process, segments, machineOf },
    sent: () => engines.last(),
    close: () => process.engine.close(),
    async run(states: object, traceHeader?: string): Promise<string | undefined> {
      const origin = traceHeader === undefined ? {} : { origin: { traceHeader } };
      const machine = await machineOf(states);
      const { executionArn } = await process.engine.start({ machine, input: '{}', ...origin });
      await process.clock.pass(0);
      return (await process.engine.describe(executionArn))?.traceHeader;
    },
    async told(): Promise<readonly Segment[]> {
      await process.clock.pass(100);
      await new Promise(setImmediate);
      return segments;
    },
  };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EngineProcess, EngineWorld } from '../../test/engine/engine-world.ts';
import { segmentsOf, type TracedEvent } from './execution-segments.ts';
import type { Segment, Subsegment } from './segment.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f:live';
const TASK = { Type: 'Task', Resource: FUNCTION, End: true };
const INVOKE = {
  ...{ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
  Parameters: { FunctionName: 'g' },
};

describe('The segment of an execution', () => {
  test('has its states in their order', async () => {
    const [root] = await traced({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } });
    assert.deepEqual(tree(root), ['m', ['A'], ['B']]);
    assert.equal(root?.origin, 'AWS::StepFunctions::StateMachine');
    assert.equal(root?.parent_id, 'cccccccccccccccc');
  });

  test('has each attempt, and the functions that were called have their own', async () => {
    const [root, f] = await traced({ A: TASK }, (world) => world.last().succeed());
    assert.deepEqual(tree(root), ['m', ['A', ['Lambda']]]);
    const attempt = root?.subsegments?.[0]?.subsegments?.[0];
    assert.deepEqual([f?.name, f?.origin, f?.parent_id], ['f', 'AWS::Lambda::Function', attempt?.id]);
    const [, g] = await traced({ A: INVOKE }, (world) => world.last().succeed());
    assert.equal(g?.name, 'g');
  });

  test('flags what has failed, by the name of its error alone', async () => {
    const [root, f] = await traced({ A: TASK }, (world) => world.last().fail('Oh', 'a secret'));
    const state = root?.subsegments?.[0];
    for (const one of [root, state, state?.subsegments?.[0], f]) {
      assert.deepEqual([one?.fault, one?.cause?.exceptions[0]?.type], [true, 'Oh']);
    }
    assert.doesNotMatch(JSON.stringify(root), /secret/);
  });

  test('flags an attempt that was throttled, and tells of the next', async () => {
    const retried = { ...TASK, Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }] };
    const [root] = await traced({ A: retried }, async (world, process) => {
      world.last().fail('Lambda.TooManyRequestsException');
      await process.clock.pass(1_000);
      world.last().succeed();
    });
    assert.deepEqual(tree(root), ['m', ['A', ['Lambda'], ['Lambda']]]);
    const [first, second] = root?.subsegments?.[0]?.subsegments ?? [];
    assert.deepEqual([first?.throttle, first?.error, second?.error], [true, true, undefined]);
    assert.equal(root?.fault, undefined);
  });

  test('has branches and iterations inside their states', async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
    const [root] = await traced({
      P: { Type: 'Parallel', Branches: [branch('A'), branch('B')], Next: 'M' },
      M: { Type: 'Map', ItemsPath: '$', ItemProcessor: branch('C'), Next: 'S' },
      S: { Type: 'Succeed' },
    });
    const iterations = [0, 1].map((index) => [`Iteration ${index}`, ['C']]);
    assert.deepEqual(tree(root), ['m', ['P', ['A'], ['B']], ['M', ...iterations], ['S']]);
  });

  test('ends within itself', async () => {
    const [root] = await traced({ A: { Type: 'Wait', Seconds: 5, End: true } }, (_world, process) =>
      process.clock.pass(5_000),
    );
    assert.equal((root?.end_time ?? 0) - (root?.start_time ?? 0), 5);
    assert.equal(root?.subsegments?.[0]?.end_time, root?.end_time);
  });

  test('is bounded: what does not fit is counted', () => {
    const events = Array.from({ length: 1500 }, (_, index) => entered(index + 1));
    const [root] = segmentsOf({ ...EXECUTION, events });
    assert.deepEqual([root?.subsegments?.length, root?.aws?.subsegments_left_out], [1000, 500]);
  });
});

const EXECUTION = {
  ...{ traceId: '1-6960d120-0123456789ab4cde8f012345', parent: 'cccccccccccccccc' },
  ...{ executionArn: 'arn', name: 'm' },
};

function entered(id: number): TracedEvent {
  return {
    ...{ id, previousEventId: 0, timestamp: 0, type: 'PassStateEntered' },
    stateEnteredEventDetails: { name: 'A' },
  };
}

async function traced(
  states: object,
  act: (world: EngineWorld, process: EngineProcess) => unknown = () => {},
): Promise<Segment[]> {
  const world = new EngineWorld();
  const process = await world.boot();
  const arn = await process.run(states, { input: '[1,2]' });
  await process.clock.pass(0);
  await act(world, process);
  await process.clock.pass(0);
  return segmentsOf({ ...EXECUTION, executionArn: arn, events: await process.history(arn) });
}

type Tree = [string, ...Tree[]];

function tree(segment: Segment | Subsegment | undefined): Tree {
  return [segment?.name ?? '', ...(segment?.subsegments ?? []).map(tree)];
}

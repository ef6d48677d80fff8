import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../src/asl/compile.ts';
import type { Execution, Frame } from '../src/interpreter/execution.ts';
import { fold } from '../src/interpreter/fold.ts';
import { tellChunk } from '../src/interpreter/history.ts';
import { decodeChunk } from '../src/interpreter/journal.ts';
import type { MapRun } from '../src/interpreter/map-run.ts';
import { obligations } from '../src/interpreter/obligations.ts';
import { randomMachine } from './interpreter/random-machine.ts';
import { IDENTITY, live, type Story } from './interpreter/small-world.ts';

/** The five laws of the interpreter, on generated machines in a seeded world. */
describe('Laws of the interpreter', () => {
  test('1: the folded journal equals the live state after every turn', () => {
    forEveryStory((story) => live({ ...story, onTurn: foldsTo(story.definition) }));
  });

  test('2: event ids count from 1 without gaps, and point back', () => {
    forEveryStory((story) => idsCount(story.definition, live(story).chunks));
  });

  test('3: nothing follows a terminal event but a redrive', () => {
    forEveryStory((story) => endsOnce(story.definition, live(story).chunks));
  });

  test('4: the same program, signals and env give the same bytes', () => {
    forEveryStory((story) => assert.deepEqual(live(story).chunks, live(story).chunks));
  });

  test('5: a crash after any turn changes no history', () => {
    forEveryStory((story) => {
      const { definition } = story;
      const crashed = historyOf(definition, live({ ...story, crashes: true }).chunks);
      assert.deepEqual(crashed, historyOf(definition, live({ ...story, crashes: false }).chunks));
    });
  });

  test('the generator reaches every state type, retries, catches, timeouts and aborts', () => {
    reachesEverything();
  });
});

const story: fc.Arbitrary<Story> = fc.record({
  definition: randomMachine,
  input: fc.constantFrom('{"items":[1, 2.50, "x"]}', '{ "items": [] }', '{"items":[{"a":1e2},null,3,4,5]}'),
  seed: fc.nat(),
  crashes: fc.boolean(),
  recordsPerTurn: fc.constantFrom(1, 2, 7, 1000),
});

function forEveryStory(claim: (story: Story) => void): void {
  fc.assert(
    fc.property(story, (told) => {
      claim(told);
    }),
    { numRuns: 300, seed: 20261123 },
  );
}

function foldsTo(definition: string): NonNullable<Story['onTurn']> {
  const program = compile(definition);
  return (execution, chunks) => {
    const folded = fold(program, IDENTITY, chunks.map(decodeChunk));
    assert.deepEqual(snapshot(folded), snapshot(execution));
  };
}

/** Everything about an execution that its future depends on, as plain data. */
function snapshot(execution: Execution): object {
  const {
    program: _program,
    identity: _identity,
    ready,
    timers,
    frames,
    attempts,
    wreck,
    ...rest
  } = execution;
  return {
    ...rest,
    input: execution.input.text,
    output: execution.output?.text,
    frames: [...frames.values()].map(frameSnapshot),
    wreck: wreck && treeSnapshot(wreck),
    attempts: [...attempts].map(([event, frame]) => [event, frame.id]),
    unsent: ids(execution.unsent),
    sent: ids(execution.sent),
    pooled: ids(execution.pooled),
    mapRuns: [...execution.mapRuns.values()].map(mapRunSnapshot),
    jobs: ids(execution.jobs),
    released: [...execution.released],
    abandoned: execution.abandoned.map((job) => ({ ...job, submitted: job.submitted.text, parameters: 0 })),
    nextStep: ready.first()?.id,
    nextTimer: timers.first()?.at,
    obligations: obligations(execution),
  };
}

function mapRunSnapshot({ work, running, batching, ...rest }: MapRun): object {
  return {
    ...rest,
    batching: batching && { ...batching, input: batching.input?.text },
    work: work && { ...work, items: work.items.text, results: work.results.map((result) => result?.text) },
    running: [...running].map(([index, { input, items }]) => [index, input.text, items]),
  };
}

/** A frame that a redrive would take up, and those below it. */
function treeSnapshot(frame: Frame): object {
  const children = (frame.fanOut ?? frame.fallen)?.children.values() ?? [];
  return { ...frameSnapshot(frame), children: [...children].map(treeSnapshot) };
}

function frameSnapshot(frame: Frame): object {
  const { parent, input, attempt, fanOut, fallen, mapRun, variables, ticket, ...rest } = frame;
  return {
    ...rest,
    isReady: ticket > 0,
    parent: parent?.id,
    mapRun: mapRun?.event,
    input: input.text,
    attempt: attempt && {
      ...attempt,
      parameters: attempt.parameters.text,
      submitted: attempt.submitted?.text,
      held: JSON.stringify(attempt.held),
    },
    fanOut: fanOut && fanOutSnapshot(fanOut),
    fallen: fallen && fanOutSnapshot(fallen),
    variables: variables && [...variables],
  };
}

function fanOutSnapshot(fanOut: NonNullable<Frame['fanOut']>): object {
  return {
    ...fanOut,
    items: fanOut.items?.text,
    children: [...fanOut.children.entries()].map(([position]) => position),
    results: fanOut.results.map((result) => result?.text),
  };
}

function ids(frames: Iterable<Frame>): number[] {
  return [...frames].map(({ id }) => id);
}

function historyOf(definition: string, chunks: readonly Uint8Array[]) {
  const narrator = { program: compile(definition), identity: IDENTITY, includeExecutionData: true };
  return chunks.flatMap((chunk) => tellChunk(narrator, decodeChunk(chunk)));
}

function idsCount(definition: string, chunks: readonly Uint8Array[]): void {
  historyOf(definition, chunks).forEach((event, i) => {
    assert.equal(event.id, i + 1);
    assert.ok(event.previousEventId >= 0 && event.previousEventId < event.id);
  });
}

const TERMINAL = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

function endsOnce(definition: string, chunks: readonly Uint8Array[]): void {
  const types = historyOf(definition, chunks).map(({ type }) => type);
  types.forEach((type, i) => {
    const isLast = i === types.length - 1;
    assert.equal(TERMINAL.test(type), isLast || types[i + 1] === 'ExecutionRedriven');
  });
}

/** A generator that misses a feature proves nothing about it. */
function reachesEverything(): void {
  const seen = new Set<string>();
  for (const sample of fc.sample(story, { numRuns: 400, seed: 7 })) {
    for (const { type } of historyOf(sample.definition, live(sample).chunks)) seen.add(type);
  }
  const wanted = [
    ...['Pass', 'Task', 'Choice', 'Wait', 'Parallel', 'Map'].map((state) => `${state}StateExited`),
    ...['FailStateEntered', 'SucceedStateExited', 'LambdaFunctionTimedOut', 'TaskSubmitted', 'TaskTimedOut'],
    ...[
      'ActivityStarted',
      'ActivityTimedOut',
      'MapIterationAborted',
      'TaskStateAborted',
      'ParallelStateFailed',
    ],
    ...['MapRunSucceeded', 'MapRunFailed', 'MapRunAborted'],
    ...[
      'ExecutionRedriven',
      'ExecutionSucceeded',
      'ExecutionFailed',
      'ExecutionAborted',
      'MapStateFailed',
      'WaitStateAborted',
    ],
  ];
  assert.deepEqual(
    wanted.filter((type) => !seen.has(type)),
    [],
  );
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../src/asl/compile.ts';
import { Payload } from '../src/base/payload.ts';
import { decide } from '../src/interpreter/decide.ts';
import { createExecution, type Execution } from '../src/interpreter/execution.ts';
import { fold } from '../src/interpreter/fold.ts';
import { ChunkEncoder, decodeChunk } from '../src/interpreter/journal.ts';
import { obligations } from '../src/interpreter/obligations.ts';
import type { Record } from '../src/interpreter/record.ts';
import type { Signal } from '../src/interpreter/signal.ts';
import { IDENTITY, seeded } from './interpreter/small-world.ts';
import { map, parallel, pass, task, wait } from './interpreter/states.ts';

describe('An execution that is redriven whenever it does not end well', () => {
  test('ends as if nothing had failed, and leaves no state twice', () => {
    fc.assert(fc.property(machine, fc.nat(), endsAsIfNothingHadFailed), { numRuns: 60, seed: 20261127 });
  });
});

/** One state after the other, some of which hold scopes of their own. */
type Plan = readonly (
  | object
  | { readonly branches: readonly Plan[] }
  | { readonly each: Plan; limit: number }
)[];

const { plan } = fc.letrec<{ plan: Plan; step: Plan[number] }>((tie) => ({
  plan: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(task({ ResultPath: '$.task' }), task({ ResultPath: '$.other' }), pass(), wait(5)),
    fc.record({ branches: fc.array(tie('plan'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ each: tie('plan'), limit: fc.nat(2) }),
  ),
}));
const machine = plan.map((steps) => {
  const States = scopeOf(steps, new Names());
  return compile(JSON.stringify({ StartAt: Object.keys(States)[0], States }));
});

/** A name is given once in a machine. */
class Names {
  #last = 0;

  next(): string {
    return `S${++this.#last}`;
  }
}

function scopeOf(steps: Plan, names: Names): object {
  const own = steps.map(() => names.next());
  const states = steps.map((step, i) => {
    const next = own[i + 1];
    return [
      own[i],
      { ...stateOf(step, names), ...(next === undefined ? {} : { End: undefined, Next: next }) },
    ];
  });
  return Object.fromEntries(states);
}

function stateOf(step: Plan[number], names: Names): object {
  const kept = { ResultPath: '$.joined' };
  if ('branches' in step)
    return parallel(
      step.branches.map((branch) => scopeOf(branch, names)),
      kept,
    );
  if (!('each' in step)) return step;
  const items = { ItemsPath: '$$.Execution.Input.items', ItemSelector: { 'item.$': '$$.Map.Item.Value' } };
  return map(scopeOf(step.each, names), { ...items, ...kept, MaxConcurrency: step.limit });
}

type Program = ReturnType<typeof compile>;

function endsAsIfNothingHadFailed(program: Program, seed: number): void {
  const smooth = run(program, () => 1);
  const { random } = seeded(seed);
  const rough = run(program, random);
  assert.equal(rough.execution.status, 'SUCCEEDED');
  assert.equal(rough.execution.output?.text, smooth.execution.output?.text);
  const exits = rough.records.flatMap((record) =>
    record.type === 'StateExited' ? [`${record.frame}/${record.state}`] : [],
  );
  assert.equal(new Set(exits).size, exits.length);
}

/** Tasks answer with the name of their state, when they do; every turn begins with a load from the journal. */
function run(program: Program, random: () => number): { execution: Execution; records: Record[] } {
  const encoder = new ChunkEncoder();
  const chunks: Uint8Array[] = [];
  const records: Record[] = [];
  let execution = createExecution(program, IDENTITY);
  let now = 1_767_225_600_000;
  let signal: Signal | undefined = { type: 'start', input: Payload.fromText('{"items":[1,2.50,"x"]}') };
  for (; signal !== undefined; signal = nextOf(execution, random)) {
    assert.ok(chunks.length < 3000, 'the execution does not end');
    now += 5000;
    const decided = decide(execution, signal, { ...ENV, now });
    records.push(...decided.records);
    // The first event's id is only for readers of histories: pointers are relative to it all the same.
    chunks.push(encoder.encode({ at: execution.lastAt, firstEventId: 100_000, records: decided.records }));
    execution = fold(program, IDENTITY, chunks.map(decodeChunk));
  }
  return { execution, records };
}

const ENV = {
  elapsedMs: () => 0,
  entropy: seeded(1),
  taskToken: String,
  mapRunId: String,
  isActivity: () => true,
  sendable: 1000,
  recordsPerTurn: 20,
  bytesPerTurn: 10_000_000,
  msPerTurn: 1000,
  eventsMax: 25_000,
};

function nextOf(execution: Execution, random: () => number): Signal | undefined {
  const { status } = execution;
  if (status === 'SUCCEEDED') return undefined;
  if (status !== 'RUNNING') return { type: 'redrive', clientToken: `after ${execution.lastEventId}` };
  const { hasSteps, sent } = obligations(execution);
  if (random() < 0.05) return { type: 'stop', error: 'Stopped', cause: undefined };
  const attempt = sent[Math.floor(random() * sent.length * 0.999)];
  if (hasSteps || attempt === undefined) return { type: 'go' };
  if (random() < 0.15) return { type: 'sendFailed', attempt, error: 'Bad', cause: undefined };
  const { name } = execution.program.states[execution.attempts.get(attempt)?.state ?? -1] ?? {};
  return { type: 'sent', attempt, output: Payload.fromText(JSON.stringify(name)) };
}

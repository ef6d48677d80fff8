import { compile } from '../src/asl/compile.ts';
import { Payload } from '../src/base/payload.ts';
import { decide } from '../src/interpreter/decide.ts';
import type { Env } from '../src/interpreter/env.ts';
import { createExecution, type Identity } from '../src/interpreter/execution.ts';
import { hasSteps } from '../src/interpreter/obligations.ts';
import type { Signal } from '../src/interpreter/signal.ts';
import { MACHINES } from './machines.ts';
import type { Peers } from './peers.ts';

/** Machines that both can run in process. */
const COMPARED = ['pass10', 'loop100', 'map1000'] as const;
export type Compared = (typeof COMPARED)[number];

/** Processor time of one execution, alone in this process: nothing on disk, nobody asks. */
export interface InterpreterRow {
  readonly machine: Compared;
  readonly ours: number[];
  /** Of `aws-local-stepfunctions`; empty: not measured. */
  readonly theirs: number[];
}

/** Processor time, so that a busy machine measures as much as a quiet one. */
const BATCH_US = 250_000;
/**
 * After this an execution takes what it will take: its code is compiled. In rounds, since each machine teaches the compiler
 * something else: what was compiled for one of them is thrown away when the next one comes.
 */
const WARM_UP = { rounds: 4, us: 750_000 };

/** Both in turn, round after round. */
export async function measureInterpreters(
  peers: Peers | undefined,
  rounds: number,
): Promise<InterpreterRow[]> {
  const rows = COMPARED.map((machine): InterpreterRow => ({ machine, ours: [], theirs: [] }));
  const theirs = theirRunner(peers);
  const warmUp = rounds > 1 ? WARM_UP : { rounds: 1, us: BATCH_US };
  for (let round = -warmUp.rounds; round < rounds; round++) {
    for (const row of rows) {
      const batchUs = round < 0 ? warmUp.us : BATCH_US;
      const ours = await cpuUs(ourRun(row.machine), batchUs);
      const other = theirs === undefined ? undefined : await cpuUs(theirs(row.machine), batchUs);
      if (round < 0) continue;
      row.ours.push(ours);
      if (other !== undefined) row.theirs.push(other);
    }
  }
  return rows;
}

/** Decides and evolves, and keeps nothing: the other one has no history that it would have to keep. */
function ourRun(machine: Compared): () => void {
  const { definition, input } = MACHINES[machine];
  const program = compile(JSON.stringify(definition));
  // A start's input comes parsed, since it is checked before: the other one gets its value, too.
  const text = JSON.stringify(input);
  return () => {
    const execution = createExecution(program, IDENTITY);
    let signal: Signal = { type: 'start', input: Payload.fromText(text, input) };
    do {
      decide(execution, signal, ENV);
      signal = { type: 'go' };
    } while (hasSteps(execution));
    check(machine, execution.output?.text);
  };
}

type Run = () => unknown;

function theirRunner(peers: Peers | undefined): ((machine: Compared) => Run) | undefined {
  // A library of JavaScript, as its manual describes it.
  const library = peers?.load('aws-local-stepfunctions') as
    | { StateMachine: new (definition: object) => { run(input: unknown): { result: Promise<unknown> } } }
    | undefined;
  if (library === undefined) return undefined;
  return (machine) => {
    const { definition, input } = MACHINES[machine];
    const stateMachine = new library.StateMachine(JSON.parse(JSON.stringify(definition)));
    return async () => check(machine, JSON.stringify(await stateMachine.run(input).result));
  };
}

/** Microseconds of processor time that one run takes. */
async function cpuUs(run: Run, batchUs: number): Promise<number> {
  const before = process.cpuUsage();
  let nextLook = 1;
  for (let count = 1; ; count++) {
    const result = run();
    if (result instanceof Promise) await result;
    if (count < nextLook) continue;
    const { user, system } = process.cpuUsage(before);
    if (user + system >= batchUs) return (user + system) / count;
    nextLook = Math.ceil(count * LOOKS_APART);
  }
}

/** To look at the processor's clock takes microseconds: after every eighth run it was a fifth of pass10. */
const LOOKS_APART = 1.2;

/** An engine that answers wrong would be a fast one. */
function check(machine: Compared, output: string | undefined): void {
  if (output !== EXPECTED[machine]) throw new Error(`${machine} ended with ${output}`);
}

const EXPECTED: Readonly<Record<Compared, string>> = {
  pass10: JSON.stringify(MACHINES.pass10.input),
  loop100: '{"n":100}',
  map1000: JSON.stringify(MACHINES.map1000.input),
};

export const IDENTITY: Identity = {
  place: { region: 'us-east-1', account: '123456789012' },
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:m:e',
  name: 'e',
  roleArn: 'arn:aws:iam::123456789012:role/r',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m',
  stateMachineName: 'm',
};

/** Budgets as in the engine; nothing here asks for tokens. */
export const ENV: Env = {
  now: Date.UTC(2026, 0, 1),
  elapsedMs: () => performance.now(),
  entropy: { random: Math.random, uuid: () => crypto.randomUUID() },
  taskToken: String,
  mapRunId: String,
  isActivity: () => false,
  sendable: 0,
  recordsPerTurn: 5000,
  bytesPerTurn: 2 * 1024 * 1024,
  msPerTurn: 10,
  eventsMax: 25_000,
};

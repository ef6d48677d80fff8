import { present } from '../../base/assert.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { GivenUp } from '../../base/out-of-patience.ts';
import { Payload } from '../../base/payload.ts';
import type { Instant } from '../../base/time.ts';
import type { Env } from '../../interpreter/env.ts';
import { Patience } from '../../interpreter/patience.ts';
import type { Failure } from '../../interpreter/record.ts';
import type { Answer } from '../../interpreter/test-state/answer.ts';
import type { StateTestSetup } from '../../interpreter/test-state/setup.ts';
import { StateTest, type TestedTask } from '../../interpreter/test-state/state-test.ts';
import { drawnEntropy } from '../offthread/drawn-entropy.ts';
import { threadMs } from '../offthread/thread-ms.ts';

/** A test so far as plain data: each time it goes on, it begins anew. A state has two steps at most. */
export interface StateTestJob {
  readonly kind: 'stateTest';
  readonly setup: PlainSetup;
  /** Iterations of a Map that the test says have failed. */
  readonly failedIterations: number;
  readonly steps: readonly Step[];
}

/** JSON as text, in which exact numbers stay what they are. */
interface PlainSetup extends Pick<StateTestSetup, 'identity' | 'retryCount'> {
  readonly state: {
    readonly name: string;
    readonly queryLanguage: 'JSONPath' | 'JSONata';
    readonly definition: string;
  };
  readonly input: string;
  readonly variables: string;
  readonly context: string | undefined;
  readonly readItems: string | undefined;
}

export type Step = {
  readonly now: Instant;
  readonly token: string;
  readonly seed: string;
} & (
  | { readonly kind: 'begin' | 'wake' }
  | { readonly kind: 'succeed'; readonly output: string }
  | { readonly kind: 'fail'; readonly failure: Failure }
);

/** Where the state is, and what would be answered if that were all. */
export interface TestedState {
  readonly iterationCount: number | undefined;
  readonly task: TestedTask | undefined;
  readonly wakeAt: Instant | undefined;
  readonly isOverThreshold: boolean;
  readonly answer: Answer;
}

export function plainSetup(setup: StateTestSetup): PlainSetup {
  const { state, identity, input, variables, context, retryCount, readItems } = setup;
  return {
    ...{ identity, retryCount, input: input.text, variables: textOf(variables), context: context?.text },
    state: { ...state, definition: textOf(state.definition) },
    readItems: readItems === undefined ? undefined : textOf([...readItems]),
  };
}

/** The same job gives the same state, on whichever thread. */
export function testedState(job: StateTestJob, patience?: PatienceOfTest): TestedState {
  const [begin, ...steps] = job.steps;
  const test = new StateTest(setupOf(job.setup), envOf(present(begin, 'first step of a test'), patience));
  for (const step of steps) take(test, step, envOf(step, patience));
  const { iterationCount, task, wakeAt } = test;
  const isOverThreshold = test.isOverThreshold(job.failedIterations);
  return { iterationCount, task, wakeAt, isOverThreshold, answer: test.answer() };
}

/** What each step may take on this thread. */
export interface PatienceOfTest {
  readonly ms: number;
  readonly lost?: GivenUp['reason'];
}

function take(test: StateTest, step: Step, env: Env): void {
  if (step.kind === 'wake') test.wake(env);
  else if (step.kind === 'succeed') test.succeed(Payload.fromText(step.output), env);
  else if (step.kind === 'fail') test.fail(step.failure, env);
}

function setupOf({ state, input, variables, context, readItems, ...rest }: PlainSetup): StateTestSetup {
  return {
    ...rest,
    // Texts of what had these types when they were written.
    state: { ...state, definition: jsonIn(state.definition) as JsonObject },
    input: Payload.fromText(input),
    variables: jsonIn(variables) as JsonObject,
    context: context === undefined ? undefined : Payload.fromText(context),
    readItems: readItems === undefined ? undefined : (jsonIn(readItems) as readonly Json[]),
  };
}

function textOf(value: Json): string {
  return Payload.fromValue(value).text;
}

function jsonIn(text: string): Json {
  return Payload.fromText(text).value;
}

function impatient({ ms, lost }: PatienceOfTest): Pick<Env, 'elapsedMs' | 'patience'> {
  return { elapsedMs: () => performance.now(), patience: new Patience(ms, performance.now(), lost) };
}

function envOf({ now, token, seed }: Step, patience: PatienceOfTest | undefined): Env {
  return {
    now,
    ...(patience === undefined ? { elapsedMs: threadMs } : impatient(patience)),
    entropy: drawnEntropy(seed),
    taskToken: () => token,
    // What a Map works on is left to the test.
    mapRunId: () => '',
    isActivity: () => true,
    sendable: 1,
    recordsPerTurn: Number.POSITIVE_INFINITY,
    bytesPerTurn: Number.POSITIVE_INFINITY,
    msPerTurn: Number.POSITIVE_INFINITY,
    eventsMax: Number.POSITIVE_INFINITY,
  };
}

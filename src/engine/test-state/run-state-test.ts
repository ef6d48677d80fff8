import type { SingleState } from '../../asl/single-state.ts';
import { type Scope, stateMachineArn } from '../../base/arn.ts';
import type { Clock } from '../../base/clock.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { OutOfPatience } from '../../base/out-of-patience.ts';
import type { Payload } from '../../base/payload.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { Identity } from '../../interpreter/execution.ts';
import type { Failure } from '../../interpreter/record.ts';
import type { Answer } from '../../interpreter/test-state/answer.ts';
import type { StateTestSetup } from '../../interpreter/test-state/setup.ts';
import type { TestedTask } from '../../interpreter/test-state/state-test.ts';
import type { Integrations } from '../integration.ts';
import { drawSeed } from '../offthread/drawn-entropy.ts';
import { fromPlain } from '../offthread/plain.ts';
import type { ThreadPool } from '../offthread/thread-pool.ts';
import { sendAttempt } from '../sender.ts';
import { plainSetup, type StateTestJob, type Step, type TestedState, testedState } from './tested-state.ts';

/** Developer Guide, "Testing state machines with TestState": a test that takes longer fails. */
const TEST_MS_MAX = 300_000;
/** A test is no execution: what would be slow there is slow here. */
const PATIENCE_MS = 8;
/** The longest that a clock is asked for. */
const SLEEP_MS_MAX = 60_000;

export interface StateTestRequest {
  readonly scope: Scope;
  /** Of a definition that is valid. */
  readonly state: SingleState;
  readonly input: Payload;
  readonly variables: JsonObject;
  /** An object that the state sees as its context object. */
  readonly context?: Payload;
  readonly roleArn?: string;
  readonly retryCount: number;
  /** What a Map's ItemReader would have read. */
  readonly readItems?: readonly Json[];
  /** Iterations of a Map that the test says have failed. */
  readonly failedIterations: number;
  /** What a Task, Map or Parallel gives; without it a Task calls what it names, and the others cannot be tested. */
  readonly mock?: { readonly output: Payload } | { readonly failure: Failure };
}

export interface StateTestServices {
  readonly integrations: Integrations;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly threads: Pick<ThreadPool, 'run'>;
}

/**
 * Tests one state in memory: nothing is stored, and nothing but the task of a Task state without a mock is called.
 *
 * @param signal Aborted when nobody waits for the answer any longer.
 * @throws ServiceError ValidationException: more iterations failed than there are.
 */
export async function runStateTest(
  request: StateTestRequest,
  services: StateTestServices,
  signal: AbortSignal,
): Promise<Answer> {
  const { mock, failedIterations, state, input, variables, context, retryCount, readItems } = request;
  const identity = identityOf(request, services.entropy);
  const setup = { state, identity, input, variables, context, retryCount, readItems };
  const test = new Test(setup, failedIterations, services);
  const { iterationCount, task, wakeAt, isOverThreshold, answer } = await test.take({ kind: 'begin' });
  if (iterationCount !== undefined && failedIterations > iterationCount) throw tooManyFailed();
  if (mock !== undefined) {
    if ('failure' in mock) return (await test.take({ kind: 'fail', failure: mock.failure })).answer;
    if (isOverThreshold) return (await test.take({ kind: 'fail', failure: THRESHOLD })).answer;
    return (await test.take({ kind: 'succeed', output: mock.output.text })).answer;
  }
  if (task !== undefined) {
    const outcome = await callTask({ task, identity }, services, signal);
    return outcome === undefined ? timedOut(answer) : (await test.take(outcome)).answer;
  }
  if (wakeAt === undefined) return answer;
  const waitMs = wakeAt - services.clock.now();
  await pause(Math.min(waitMs, TEST_MS_MAX), services.clock, signal);
  return waitMs > TEST_MS_MAX ? timedOut(answer) : (await test.take({ kind: 'wake' })).answer;
}

/** A test under way: on this thread as long as it is quick. */
class Test {
  readonly #job: StateTestJob;
  readonly #steps: Step[] = [];
  readonly #services: StateTestServices;

  constructor(setup: StateTestSetup, failedIterations: number, services: StateTestServices) {
    this.#job = { kind: 'stateTest', setup: plainSetup(setup), failedIterations, steps: this.#steps };
    this.#services = services;
  }

  async take(what: Taken): Promise<TestedState> {
    const { clock, entropy } = this.#services;
    this.#steps.push({ ...what, now: clock.now(), token: entropy.uuid(), seed: drawSeed(entropy) });
    try {
      return testedState(this.#job, { ms: PATIENCE_MS });
    } catch (error) {
      if (!(error instanceof OutOfPatience)) throw error;
      return await this.#elsewhere();
    }
  }

  async #elsewhere(): Promise<TestedState> {
    const outcome = await this.#services.threads.run(this.#job);
    if (outcome.kind === 'done') return fromPlain<TestedState>(outcome.result);
    return testedState(this.#job, { ms: PATIENCE_MS, lost: outcome.reason });
  }
}

/** A step without what it draws from the world. */
type Taken = DistributiveOmit<Step, 'now' | 'token' | 'seed'>;
type DistributiveOmit<Union, Name extends PropertyKey> = Union extends unknown ? Omit<Union, Name> : never;

/** Recorded on AWS. */
const THRESHOLD: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

function tooManyFailed(): ServiceError {
  const text = 'Map iteration failure count must be less than or equal to the number of Map iterations';
  return new ServiceError('ValidationException', text);
}

function identityOf({ scope, roleArn = '' }: StateTestRequest, entropy: Entropy): Identity {
  const [machine, name] = [entropy.uuid(), entropy.uuid()];
  return {
    place: scope,
    // Recorded on AWS: a test looks like an express execution of a machine that nobody has.
    executionArn: `arn:aws:states:${scope.region}:${scope.account}:express:${machine}:${name}`,
    name,
    roleArn,
    stateMachineArn: stateMachineArn(scope, machine),
    stateMachineName: machine,
  };
}

/** @returns undefined when the test, not the task, ran out of time. */
async function callTask(
  { task, identity }: { task: TestedTask; identity: Identity },
  services: StateTestServices,
  signal: AbortSignal,
): Promise<Taken | undefined> {
  const { clock, integrations, entropy } = services;
  const taskMs = (task.timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const late = new AbortController();
  const done = new AbortController();
  const time = pause(Math.min(taskMs, TEST_MS_MAX), clock, AbortSignal.any([signal, done.signal]));
  const attempt = {
    id: `test-${entropy.uuid()}`,
    resource: task.resource,
    parameters: task.parameters,
    scope: identity.place,
    executionArn: identity.executionArn,
  };
  try {
    const outcome = await Promise.race([sendAttempt(integrations, attempt, late.signal), time]);
    if (outcome === undefined) {
      if (taskMs > TEST_MS_MAX || signal.aborted) return undefined;
      return { kind: 'fail', failure: { error: 'States.Timeout', cause: undefined } };
    }
    return 'output' in outcome
      ? { kind: 'succeed', output: outcome.output.text }
      : { kind: 'fail', failure: outcome };
  } finally {
    late.abort();
    done.abort();
  }
}

function timedOut({ inspection }: Answer): Answer {
  return { status: 'FAILED', error: 'States.Timeout', inspection };
}

/** Resolves after so long, or when nobody waits any longer. */
async function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<undefined> {
  const until = clock.now() + ms;
  for (let left = ms; left > 0 && !signal.aborted; left = until - clock.now()) {
    await new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.after(Math.min(left, SLEEP_MS_MAX), end);
      signal.addEventListener('abort', end);
    });
  }
}

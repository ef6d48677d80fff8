import type { SingleState } from '../../asl/single-state.ts';
import { type Scope, stateMachineArn } from '../../base/arn.ts';
import type { Clock } from '../../base/clock.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Payload } from '../../base/payload.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { Env } from '../../interpreter/env.ts';
import type { Identity } from '../../interpreter/execution.ts';
import type { Failure } from '../../interpreter/record.ts';
import type { Answer } from '../../interpreter/test-state/answer.ts';
import { StateTest, type TestedTask } from '../../interpreter/test-state/state-test.ts';
import type { Integrations } from '../integration.ts';
import { sendAttempt } from '../sender.ts';

/** Developer Guide, "Testing state machines with TestState": a test that takes longer fails. */
const TEST_MS_MAX = 300_000;
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
  const test = new StateTest(
    { state, identity, input, variables, context, retryCount, readItems },
    envOf(services),
  );
  const { iterationCount, task, wakeAt } = test;
  if (iterationCount !== undefined && failedIterations > iterationCount) throw tooManyFailed();
  if (mock !== undefined) {
    if ('failure' in mock) test.fail(mock.failure, envOf(services));
    else if (test.isOverThreshold(failedIterations)) test.fail(THRESHOLD, envOf(services));
    else test.succeed(mock.output, envOf(services));
  } else if (task !== undefined) {
    const isInTime = await callTask({ test, task, identity }, services, signal);
    if (!isInTime) return timedOut(test);
  } else if (wakeAt !== undefined) {
    const waitMs = wakeAt - services.clock.now();
    await pause(Math.min(waitMs, TEST_MS_MAX), services.clock, signal);
    if (waitMs > TEST_MS_MAX) return timedOut(test);
    test.wake(envOf(services));
  }
  return test.answer();
}

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

function envOf({ clock, entropy }: StateTestServices): Env {
  const token = entropy.uuid();
  return {
    now: clock.now(),
    elapsedMs: () => performance.now(),
    entropy,
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

/** @returns false when the test, not the task, ran out of time. */
async function callTask(
  { test, task, identity }: { test: StateTest; task: TestedTask; identity: Identity },
  services: StateTestServices,
  signal: AbortSignal,
): Promise<boolean> {
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
      if (taskMs > TEST_MS_MAX || signal.aborted) return false;
      test.fail({ error: 'States.Timeout', cause: undefined }, envOf(services));
    } else if ('output' in outcome) test.succeed(outcome.output, envOf(services));
    else test.fail(outcome, envOf(services));
    return true;
  } finally {
    late.abort();
    done.abort();
  }
}

function timedOut(test: StateTest): Answer {
  const { inspection } = test.answer();
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

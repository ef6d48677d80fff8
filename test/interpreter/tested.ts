import { readSingleState } from '../../src/asl/single-state.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { Payload } from '../../src/base/payload.ts';
import type { Env } from '../../src/interpreter/env.ts';
import type { Answer } from '../../src/interpreter/test-state/answer.ts';
import type { StateTestSetup } from '../../src/interpreter/test-state/setup.ts';
import { StateTest } from '../../src/interpreter/test-state/state-test.ts';
import { NOON } from './machine-run.ts';
import { IDENTITY, seeded } from './small-world.ts';

interface Given extends Partial<Omit<StateTestSetup, 'state' | 'input' | 'context' | 'identity'>> {
  readonly input?: string;
  readonly context?: string;
  /** JSON text that the state's work gives. */
  readonly result?: string;
  readonly error?: string;
}

/** For tests: what becomes of one state. */
export function tested(state: object, given: Given = {}): Answer {
  const test = testOf(state, given);
  if (given.result !== undefined) test.succeed(Payload.fromText(given.result), env());
  if (given.error !== undefined) test.fail({ error: given.error, cause: 'told' }, env());
  return test.answer();
}

/** For tests: a state that has come as far as it can by itself. */
export function testOf(state: object, given: Given = {}): StateTest {
  const variables: JsonObject = {};
  const { input = '{}', context, result, error, ...rest } = given;
  const setup = {
    state: readSingleState(JSON.stringify(state)),
    identity: IDENTITY,
    input: Payload.fromText(input),
    context: context === undefined ? undefined : Payload.fromText(context),
    ...{ variables, retryCount: 0, readItems: undefined },
    ...rest,
  };
  return new StateTest(setup, env());
}

export function env(): Env {
  return {
    now: NOON,
    elapsedMs: () => 0,
    entropy: seeded(1),
    taskToken: () => 'token',
    mapRunId: () => '',
    isActivity: () => true,
    sendable: 1,
    recordsPerTurn: 1000,
    bytesPerTurn: 1_000_000,
    msPerTurn: 1000,
    eventsMax: 1000,
  };
}

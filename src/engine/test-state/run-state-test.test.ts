import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../test/engine/fake-clock.ts';
import { map, pass, task, wait } from '../../../test/interpreter/states.ts';
import { readSingleState } from '../../asl/single-state.ts';
import { Payload } from '../../base/payload.ts';
import { ServiceError } from '../../base/service-error.ts';
import { StateError } from '../../base/state-error.ts';
import type { Answer } from '../../interpreter/test-state/answer.ts';
import type { Attempt, Integration } from '../integration.ts';
import { ThreadPool } from '../offthread/thread-pool.ts';
import { runStateTest, type StateTestRequest, type StateTestServices } from './run-state-test.ts';

const MINUTE = 60_000;
const ITEMS = map({ P: pass() }, { ToleratedFailureCount: 1 });

describe('a test of a state', () => {
  test('sends the task of a Task state', async () => {
    const sent: Attempt[] = [];
    const answer = await run(task(), {
      input: '[1]',
      send: async (attempt) => {
        sent.push(attempt);
        return text('"ok"');
      },
    });
    assert.deepEqual([answer.status, answer.output], ['SUCCEEDED', '"ok"']);
    assert.deepEqual(
      sent.map(({ parameters }) => parameters.text),
      ['[1]'],
    );
  });

  test('sends nothing when the result is mocked', async () => {
    const answer = await run(task(), { mock: { output: text('5') } });
    assert.equal(answer.output, '5');
  });

  test('leaves no timer behind', async () => {
    const clock = new FakeClock();
    await run(task(), { clock, send: async () => text('5') });
    assert.equal(clock.size, 0);
  });

  test('goes to another thread with an expression that takes long, and comes back', async () => {
    const Arguments = { a: 1, slow: '{% $count($map([1..20000], function($x) { $string($x) & "x" })) %}' };
    const Output = '{% $states.result & "!" %}';
    const definition = task({ QueryLanguage: 'JSONata', Arguments, Output });
    const threads = new ThreadPool({ size: 1, tokenSecret: Buffer.alloc(32), clock: new FakeClock() });
    const sent: string[] = [];
    const send = async ({ parameters }: Attempt) => text(JSON.stringify(sent.push(parameters.text)));
    const answer = await run(definition, { threads, send });
    assert.deepEqual([answer.status, answer.output], ['SUCCEEDED', '"1!"']);
    assert.deepEqual(sent, ['{"a":1,"slow":20000}']);
    await threads.close();
  });

  test('fails in the expression that another thread did not survive', async () => {
    const endless = '{% ($f := function($x) { $f($x + 1) }; $f(1)) %}';
    const threads = { run: () => Promise.resolve({ kind: 'lost', reason: 'memory' } as const) };
    const answer = await run(pass({ QueryLanguage: 'JSONata', Output: endless }), { threads });
    assert.equal(answer.error, 'States.QueryEvaluationError');
    assert.match(String(answer.cause), /Expression evaluation memory limit exceeded/);
  });

  test("shows the task's failure", async () => {
    const answer = await run(task(), { send: () => Promise.reject(new StateError('X', 'because')) });
    assert.deepEqual([answer.status, answer.error, answer.cause], ['FAILED', 'X', 'because']);
  });

  test('says so when there is nothing to call', async () => {
    assert.match(String((await run(task(), { isKnown: false })).cause), /Nothing was sent/);
  });

  test('a task that takes longer than it may is timed out and given up', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'] }];
    const [answer, isAborted] = await hanging(task({ TimeoutSeconds: 90, Retry }), 90_000);
    assert.deepEqual([answer.status, answer.error, isAborted], ['RETRIABLE', 'States.Timeout', true]);
  });

  test('a test ends after five minutes', async () => {
    const [answer, isAborted] = await hanging(task(), 5 * MINUTE);
    assert.deepEqual([answer.status, answer.error, isAborted], ['FAILED', 'States.Timeout', true]);
  });

  test('nobody who has gone is waited for', async () => {
    const gone = AbortSignal.abort();
    assert.equal((await run(task(), { send: forever, signal: gone })).error, 'States.Timeout');
  });

  test('waits as long as a Wait says', async () => {
    assert.equal(await waited(wait(299), 299_000), 'SUCCEEDED');
    assert.equal(await waited(wait(301), 5 * MINUTE), 'FAILED');
  });

  test('fails a Map of which more failed than it tolerates', async () => {
    const failing = (failedIterations: number) =>
      run(ITEMS, { input: '[1, 2, 3]', mock: { output: text('[0]') }, failedIterations });
    assert.equal((await failing(1)).status, 'SUCCEEDED');
    assert.equal((await failing(2)).error, 'States.ExceedToleratedFailureThreshold');
    await assert.rejects(failing(4), ServiceError);
  });

  test('looks like an express execution', async () => {
    const Output = '{% $states.context.Execution.Id %}';
    const { output } = await run({ Type: 'Succeed', QueryLanguage: 'JSONata', Output });
    assert.equal(output, '"arn:aws:states:us-east-1:123456789012:express:uuid:uuid"');
  });
});

interface Given extends Partial<Omit<StateTestRequest, 'input'>> {
  readonly input?: string;
  readonly send?: Integration['send'];
  readonly isKnown?: boolean;
  readonly clock?: FakeClock;
  readonly signal?: AbortSignal;
  readonly threads?: StateTestServices['threads'];
}

const NO_THREADS = { run: () => Promise.reject(new Error('no expression is slow')) };

function run(state: object, given: Given = {}): Promise<Answer> {
  const {
    input = '{}',
    send = unasked,
    isKnown = true,
    clock = new FakeClock(),
    signal,
    threads,
    ...rest
  } = given;
  const request: StateTestRequest = {
    scope: { region: 'us-east-1', account: '123456789012' },
    state: readSingleState(JSON.stringify(state)),
    input: text(input),
    ...{ variables: {}, retryCount: 0, failedIterations: 0 },
    ...rest,
  };
  const entropy = { random: () => 0, uuid: () => 'uuid' };
  const integrations = () => (isKnown ? { send } : undefined);
  const services = { integrations, clock, entropy, threads: threads ?? NO_THREADS };
  return runStateTest(request, services, signal ?? new AbortController().signal);
}

/** Whether it was given up, when the task never answers: not a millisecond before `ms`. */
async function hanging(state: object, ms: number): Promise<[Answer, boolean]> {
  const clock = new FakeClock();
  let signal: AbortSignal | undefined;
  let isOver = false;
  const running = run(state, {
    clock,
    send: (_, aborted) => {
      signal = aborted;
      return forever();
    },
  }).finally(() => {
    isOver = true;
  });
  await clock.pass(ms - 1);
  assert.equal(isOver, false);
  await clock.pass(1);
  const answer = await running;
  assert.equal(clock.size, 0, 'timers are left');
  return [answer, signal?.aborted === true];
}

async function waited(state: object, ms: number): Promise<string> {
  const clock = new FakeClock();
  let status = 'waiting';
  const running = run(state, { clock }).then((answer) => {
    status = answer.status;
  });
  await clock.pass(ms - 1);
  assert.equal(status, 'waiting');
  await clock.pass(1);
  await running;
  return status;
}

function text(json: string): Payload {
  return Payload.fromText(json);
}

function unasked(): never {
  throw new Error('nothing should be sent');
}

function forever(): Promise<Payload> {
  return new Promise(() => {});
}

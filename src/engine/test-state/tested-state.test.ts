import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../test/engine/fake-clock.ts';
import { IDENTITY } from '../../../test/interpreter/small-world.ts';
import { map, pass, task, wait } from '../../../test/interpreter/states.ts';
import { readSingleState } from '../../asl/single-state.ts';
import { parseJson } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { ThreadPool } from '../offthread/thread-pool.ts';
import { plainSetup, type StateTestJob, type Step, testedState } from './tested-state.ts';

const DRAWN = { now: 1000, token: 't', seed: 's' };
const BEGIN: Step = { ...DRAWN, kind: 'begin' };

describe('A tested state as plain data', () => {
  test('is the same on another thread, exact numbers and all', async () => {
    const pool = new ThreadPool({ size: 1, tokenSecret: Buffer.alloc(32), clock: new FakeClock() });
    for (const job of JOBS) {
      const there = await pool.run(job);
      assert.ok(there.kind === 'done');
      assert.deepEqual(there.result.answer, testedState(job).answer);
    }
    await pool.close();
  });

  test('shows its variables and literals as they were written', () => {
    const { answer } = testedState(jobOf(pass({ Result: [1.0, 2.5], Assign: { 'v.$': '$' } })));
    assert.equal(answer.output, '[1,2.5]');
  });

  test('waits for its task, and goes on with what that gave', () => {
    const job = jobOf(task());
    assert.equal(testedState(job).task?.parameters.text, '{"n":1.0}');
    const done = { ...job, steps: [...job.steps, { ...DRAWN, kind: 'succeed', output: '5' } as const] };
    assert.equal(testedState(done).answer.output, '5');
  });

  test('says how many iterations it has, and whether too many failed', () => {
    const job = jobOf(map({ P: pass() }, { ToleratedFailureCount: 0 }), '[1,2]');
    const { iterationCount, isOverThreshold } = testedState({ ...job, failedIterations: 1 });
    assert.deepEqual([iterationCount, isOverThreshold], [2, true]);
  });
});

const JOBS: readonly StateTestJob[] = [
  jobOf(pass({ Parameters: { 'id.$': 'States.UUID()', 'all.$': '$', 'v.$': '$v' } })),
  jobOf(pass({ QueryLanguage: 'JSONata', Output: '{% [$uuid(), $random(), $states.context] %}' })),
  then(jobOf(wait(1)), { ...DRAWN, now: 3000, kind: 'wake' }),
  then(jobOf(task()), { ...DRAWN, kind: 'fail', failure: { error: 'X', cause: undefined } }),
  then(jobOf(task({ ResultPath: '$.r' })), { ...DRAWN, kind: 'succeed', output: '1.0' }),
];

function jobOf(state: object, input = '{"n":1.0}'): StateTestJob {
  const setup = plainSetup({
    state: readSingleState(JSON.stringify(state)),
    identity: IDENTITY,
    input: Payload.fromText(input),
    variables: Object(parseJson('{"v":1.0}')),
    context: undefined,
    retryCount: 0,
    readItems: undefined,
  });
  return { kind: 'stateTest', setup, failedIterations: 0, steps: [BEGIN] };
}

function then(job: StateTestJob, step: Step): StateTestJob {
  return { ...job, steps: [...job.steps, step] };
}

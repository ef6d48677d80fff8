import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import {
  activityTask,
  fail,
  map,
  parallel,
  pass,
  task,
  tokenTask,
  wait,
} from '../../test/interpreter/states.ts';
import { Defect } from '../base/assert.ts';
import { evolve } from './evolve.ts';
import type { Execution } from './execution.ts';

describe('An execution', () => {
  test('that has ended keeps nothing that waits', () => {
    const states = {
      P: parallel([{ A: wait(60) }, { B: task() }, { C: tokenTask() }, { D: activityTask() }]),
    };
    const run = new MachineRun(states, {}, { TimeoutSeconds: 100 });
    assert.deepEqual(indexes(run.execution), {
      frames: 5,
      attempts: 3,
      unsent: 0,
      sent: 2,
      pooled: 1,
      isTimed: true,
    });
    run.signal({ type: 'stop', error: undefined, cause: undefined });
    assert.deepEqual(indexes(run.execution), NOTHING);
  });

  test('keeps of a state it has left neither attempt nor timer', () => {
    const clocks = { TimeoutSeconds: 60, HeartbeatSeconds: 30 };
    const run = new MachineRun({ T: tokenTask({ ...clocks, Next: 'A' }), A: task() })
      .sent(3)
      .tokenSucceeded(3);
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1, sent: 1 });
  });

  test('keeps of a retry that waits nothing but its timer', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const run = new MachineRun({ P: parallel([{ T: task() }, { F: fail() }], { Retry }) });
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, isTimed: true });
  });

  test('keeps of a caught fan-out nothing', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'W' }];
    const states = { M: map({ T: task() }, { Catch, Next: 'W' }), W: wait(5) };
    const run = new MachineRun(states, { input: '[1,2,3]' }).failed(8, 'Bad');
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, isTimed: true });
  });

  test('moves its attempts from ready to sent to submitted', () => {
    const run = new MachineRun({ T: tokenTask() }, { env: { sendable: 0 } });
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1, unsent: 1 });
    run.signal({ type: 'go' }, { sendable: 1 });
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1, sent: 1 });
    run.sent(3);
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1 });
  });

  test('remembers when it began, ended and last moved', () => {
    const { startedAt, stoppedAt, lastAt } = new MachineRun({ W: wait(5) }).pass(5).execution;
    assert.deepEqual([stoppedAt, lastAt], [startedAt + 5000, startedAt + 5000]);
  });

  test('has its failure from the event that ended it', () => {
    const { failure, output } = new MachineRun({ F: fail('E', 'C') }).execution;
    assert.deepEqual([failure, output], [{ error: 'E', cause: 'C' }, undefined]);
  });

  test('cannot be told of a frame that is not there', () => {
    const { execution } = new MachineRun({ A: pass() });
    assert.throws(() => evolve(execution, { type: 'WaitScheduled', frame: 7, until: 1 }, 1), Defect);
  });
});

const NOTHING = { frames: 0, attempts: 0, unsent: 0, sent: 0, pooled: 0, isTimed: false };

function indexes({ frames, attempts, unsent, sent, pooled, timers, timeoutAt }: Execution): object {
  return {
    ...{ frames: frames.size, attempts: attempts.size, unsent: unsent.size, sent: sent.size },
    ...{ pooled: pooled.size, isTimed: timers.first() !== undefined || timeoutAt !== undefined },
  };
}

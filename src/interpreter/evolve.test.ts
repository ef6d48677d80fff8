import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indexes, NOTHING } from '../../test/interpreter/indexes.ts';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { activityTask, fail, parallel, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';
import { Defect } from '../base/assert.ts';
import { evolve } from './evolve.ts';

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
      jobs: 0,
      isTimed: true,
    });
    run.signal({ type: 'stop', error: undefined, cause: undefined });
    assert.deepEqual(indexes(run.execution), NOTHING);
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

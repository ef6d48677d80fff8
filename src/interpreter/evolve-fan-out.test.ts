import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indexes, NOTHING } from '../../test/interpreter/indexes.ts';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { fail, map, parallel, task, wait } from '../../test/interpreter/states.ts';

describe('What a Parallel or Map state keeps', () => {
  test('is nothing but a timer while it waits for its retry', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const run = new MachineRun({ P: parallel([{ T: task() }, { F: fail() }], { Retry }) });
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, isTimed: true });
  });

  test('is nothing once its failure was caught', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'W' }];
    const states = { M: map({ T: task() }, { Catch, Next: 'W' }), W: wait(5) };
    const run = new MachineRun(states, { input: '[1,2,3]' }).failed(8, 'Bad');
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, isTimed: true });
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { distributed, pass } from '../../test/interpreter/states.ts';

describe('The state of a Map Run', () => {
  test('counts the executions that have not ended, over all runs', () => {
    const run = machine('[1,2]');
    assert.equal(run.execution.runningChildren, 2);
    assert.equal(run.child(0, 'SUCCEEDED').execution.runningChildren, 1);
    assert.equal(run.signal(STOP).execution.runningChildren, 1);
    assert.equal(run.child(1, 'ABORTED').execution.runningChildren, 0);
  });

  test('keeps items and results no longer than a redrive may ask for them', () => {
    const run = machine('[1]');
    assert.equal(run.signal(STOP).execution.mapRuns.get(4)?.work?.items.text, '[1]');
    assert.equal(machine('[1]').child(0, 'SUCCEEDED').execution.mapRuns.get(4)?.work, undefined);
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const states = { M: distributed({ A: pass() }, { Catch, Next: 'C' }), C: pass() };
    const caught = new MachineRun(states, { input: '[1]' }).child(0, 'FAILED');
    assert.deepEqual(
      [caught.execution.status, caught.execution.mapRuns.get(4)?.work],
      ['SUCCEEDED', undefined],
    );
  });

  test('is aborted with its execution, also where the history has no room for that', () => {
    const run = machine('[1]', { eventsMax: 5 }).signal(STOP);
    run.tells('MapStateEntered <0', 'MapStateStarted <2', 'MapRunStarted <3', 'ExecutionAborted <0');
    assert.equal(run.execution.mapRuns.get(4)?.status, 'ABORTED');
  });
});

const STOP = { type: 'stop', error: undefined, cause: undefined } as const;

function machine(input: string, env: { eventsMax?: number } = {}): MachineRun {
  return new MachineRun({ M: distributed({ A: pass() }) }, { input, env });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, NOON } from '../../../test/interpreter/machine-run.ts';
import { pass, task, wait } from '../../../test/interpreter/states.ts';
import { wakeAt } from '../obligations.ts';

describe('Wait', () => {
  test('holds the execution until its moment and not a millisecond less', () => {
    const run = new MachineRun({ W: wait(10) });
    assert.equal(wakeAt(run.execution), NOON + 10_000);
    run.pass(9.999).tells('WaitStateEntered <0');
    run.pass(0.001).tells('WaitStateEntered <0', 'WaitStateExited <2', 'ExecutionSucceeded <3');
    assert.deepEqual(run.seconds(), [0, 0, 10, 10]);
  });

  test('Seconds 0 is no wait at all', () => {
    new MachineRun({ W: wait(0) }).ends('SUCCEEDED');
  });

  test('a Timestamp in the past is no wait at all', () => {
    const Timestamp = '2025-12-31T00:00:00Z';
    new MachineRun({ W: { Type: 'Wait', Timestamp, End: true } }).ends('SUCCEEDED');
  });

  test('a Timestamp is kept to the millisecond', () => {
    const Timestamp = '2026-01-01T13:00:01.250+01:00';
    const run = new MachineRun({ W: { Type: 'Wait', Timestamp, End: true } });
    assert.equal(wakeAt(run.execution), NOON + 1250);
    run.pass(1.249).ends('RUNNING');
    run.pass(0.001).ends('SUCCEEDED');
  });

  test('lasts longer than a timer of the platform could', () => {
    const run = new MachineRun({ W: wait(60 * 86_400) });
    run.pass(30 * 86_400).ends('RUNNING');
    run.pass(30 * 86_400).ends('SUCCEEDED');
  });

  test('passes its input on as it was written', () => {
    new MachineRun({ W: wait(1) }, { input: '{ "a": 1.10 }' }).pass(1).outputs('{ "a": 1.10 }');
  });

  test('a bad SecondsPath fails the execution, which points at the entry', () => {
    for (const seconds of ['"x"', '-1', '1.5', 'null']) {
      const run = new MachineRun({ W: { Type: 'Wait', SecondsPath: '$', End: true } }, { input: seconds });
      run.tells('WaitStateEntered <0', 'ExecutionFailed <2');
      run.ends('FAILED', 'States.Runtime');
    }
  });

  test('a clock that goes back wakes nothing early and dates nothing back', () => {
    const run = new MachineRun({ P: pass({ Next: 'W' }), W: wait(10) });
    run.pass(-3600).ends('RUNNING');
    run.pass(3600).ends('RUNNING');
    run.pass(10).ends('SUCCEEDED');
    assert.deepEqual(run.seconds(), [0, 0, 0, 0, 10, 10]);
  });

  test('a clock that goes forward and back keeps the moments of a history in order', () => {
    const run = new MachineRun({ A: wait(10, { Next: 'T' }), T: task() }).pass(100).pass(-95).sent(5);
    assert.deepEqual(run.seconds(), [0, 0, 100, 100, 100, 100, 100, 100, 100]);
  });
});

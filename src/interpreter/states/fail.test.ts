import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../../test/interpreter/machine-run.ts';
import { fail } from '../../../test/interpreter/states.ts';

describe('Fail', () => {
  test('ends the execution, which points at the entry', () => {
    const run = new MachineRun({ F: fail('Mine', 'because') });
    run.tells('FailStateEntered <0', 'ExecutionFailed <2');
    run.ends('FAILED', 'Mine', 'because');
  });

  test('without Error and Cause the history shows neither', () => {
    const run = new MachineRun({ F: { Type: 'Fail' } });
    assert.deepEqual(run.event(3).executionFailedEventDetails, {});
  });

  test('takes Error and Cause from paths', () => {
    const state = { Type: 'Fail', ErrorPath: '$.e', CausePath: '$.c' };
    new MachineRun({ F: state }, { input: '{"e":"E","c":"C"}' }).ends('FAILED', 'E', 'C');
  });

  test('a path without a match is a runtime error', () => {
    new MachineRun({ F: { Type: 'Fail', ErrorPath: '$.e' } }).ends('FAILED', 'States.Runtime');
  });
});

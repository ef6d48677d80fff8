import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { fail, pass, task } from '../../test/interpreter/states.ts';
import { wreckBytes } from './hot-execution.ts';

describe('An execution in memory weighs more than its journal', () => {
  test('by the frames it keeps for a redrive', () => {
    assert.ok(wreckBytes(new MachineRun({ F: fail() }).execution) > 0);
  });

  test('only while nothing has come of them', () => {
    for (const state of [pass(), task()]) {
      assert.equal(wreckBytes(new MachineRun({ S: state }).execution), 0);
    }
  });
});

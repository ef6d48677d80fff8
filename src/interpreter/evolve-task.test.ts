import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indexes, NOTHING } from '../../test/interpreter/indexes.ts';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { task, tokenTask } from '../../test/interpreter/states.ts';

describe('The attempts of an execution', () => {
  test('move from ready to sent to submitted', () => {
    const run = new MachineRun({ T: tokenTask() }, { env: { sendable: 0 } });
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1, unsent: 1 });
    run.signal({ type: 'go' }, { sendable: 1 });
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1, sent: 1 });
    run.sent(3);
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1 });
  });

  test('are gone, and so are their timers, with the state they belong to', () => {
    const clocks = { TimeoutSeconds: 60, HeartbeatSeconds: 30 };
    const run = new MachineRun({ T: tokenTask({ ...clocks, Next: 'A' }), A: task() })
      .sent(3)
      .tokenSucceeded(3);
    assert.deepEqual(indexes(run.execution), { ...NOTHING, frames: 1, attempts: 1, sent: 1 });
  });
});

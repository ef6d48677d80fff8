import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, NOON } from '../../test/interpreter/machine-run.ts';
import { activityTask, parallel, task, tokenTask, wait } from '../../test/interpreter/states.ts';
import { obligations } from './obligations.ts';

describe('An execution asks the world', () => {
  test('for its earliest timer, of a frame or its own', () => {
    wakesAfter(parallel([{ A: wait(20) }, { B: wait(10) }]), 10);
    wakesAfter(parallel([{ A: wait(20) }, { B: wait(10) }]), 5, { TimeoutSeconds: 5 });
    wakesAfter(task(), 7, { TimeoutSeconds: 7 });
    wakesAfter(task({ TimeoutSeconds: 3 }), 3, { TimeoutSeconds: 7 });
    wakesAfter(tokenTask({ TimeoutSeconds: 3, HeartbeatSeconds: 2 }), 2);
    wakesAfter(task(), undefined);
  });

  test('for attempts to be sent, outcomes, and workers, oldest first', () => {
    const branches = [{ A: task() }, { B: task() }, { C: task() }, { D: activityTask() }];
    const { unsent, sent, pooled } = obligations(
      new MachineRun({ P: parallel(branches) }, SENDS_2).execution,
    );
    assert.deepEqual({ unsent, sent, pooled }, { unsent: [9], sent: [5, 7], pooled: [11] });
  });

  test('for nothing of a task whose token is out', () => {
    const { unsent, sent, pooled } = obligations(new MachineRun({ T: tokenTask() }).sent(3).execution);
    assert.deepEqual({ unsent, sent, pooled }, { unsent: [], sent: [], pooled: [] });
  });
});

const SENDS_2 = { env: { sendable: 2 } };

function wakesAfter(state: object, seconds: number | undefined, machine: object = {}): void {
  const { wakeAt } = obligations(new MachineRun({ S: state }, {}, machine).execution);
  assert.equal(wakeAt, seconds === undefined ? undefined : NOON + seconds * 1000);
}

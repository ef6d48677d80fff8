import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { syncTask } from '../../test/engine/nested.ts';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { parallel, wait } from '../../test/interpreter/states.ts';

describe('A job is abandoned', () => {
  test('when the time of its task is over', () => {
    abandons(submitted({ TimeoutSeconds: 5 }).pass(5), ['"job"']);
  });

  test('when the execution ends', () => {
    abandons(submitted().signal({ type: 'stop', error: undefined, cause: undefined }), ['"job"']);
  });

  test('when a branch beside it fails', () => {
    const branches = [{ J: syncTask() }, { W: wait(1, { Next: 'F' }), F: { Type: 'Fail' } }];
    abandons(new MachineRun({ P: parallel(branches) }).sent(5, '"job"').pass(1), ['"job"']);
  });

  test('and not when it has ended, nor when a token has come in its place', () => {
    abandons(submitted().signal({ type: 'jobEnded', attempt: 3, outcome: { failure: NOTHING } }), []);
    abandons(submitted().tokenSucceeded(3), []);
    abandons(submitted().tokenFailed(3), []);
    abandons(new MachineRun({ J: syncTask() }).tokenSucceeded(3).sent(3), []);
  });
});

const NOTHING = { error: undefined, cause: undefined };

function submitted(more: object = {}): MachineRun {
  return new MachineRun({ J: syncTask(more) }).sent(3, '"job"');
}

function abandons({ execution }: MachineRun, jobs: readonly string[]): void {
  assert.deepEqual(
    execution.abandoned.map(({ submitted }) => submitted.text),
    jobs,
  );
  assert.deepEqual([execution.status !== 'RUNNING', execution.jobs.size], [true, 0]);
}

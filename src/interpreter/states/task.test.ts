import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, type RunOptions } from '../../../test/interpreter/machine-run.ts';
import { activityTask, task, tokenTask } from '../../../test/interpreter/states.ts';

describe('Task', () => {
  test('is scheduled and started in one turn, then waits for its outcome', () => {
    const run = new MachineRun({ T: task() });
    run.tells(...STARTED);
    run.sent(3, '{ "a": 0.0 }').outputs('{ "a": 0.0 }');
    run.tells(...STARTED, 'LambdaFunctionSucceeded <4', 'TaskStateExited <5', 'ExecutionSucceeded <6');
  });

  test('a task with a token is submitted, then waits for its token', () => {
    const run = new MachineRun({ T: tokenTask() }).sent(3, '{"StatusCode":200}').tokenSucceeded(3, '{"a":1}');
    run.tells(
      ...['TaskStateEntered <0', 'TaskScheduled <2', 'TaskStarted <3', 'TaskSubmitted <4'],
      ...['TaskSucceeded <5', 'TaskStateExited <6', 'ExecutionSucceeded <7'],
    );
    run.outputs('{"a":1}');
  });

  test("an activity's task waits for a worker", () => {
    const run = new MachineRun({ T: activityTask() });
    run.tells('TaskStateEntered <0', 'ActivityScheduled <2');
    run.signal({ type: 'taken', attempt: 3, workerName: 'w' }).tokenSucceeded(3);
    run.tells(
      ...['TaskStateEntered <0', 'ActivityScheduled <2', 'ActivityStarted <3', 'ActivitySucceeded <4'],
      ...['TaskStateExited <5', 'ExecutionSucceeded <6'],
    );
  });

  test('an activity that does not exist fails the execution, which points at the entry', () => {
    const run = new MachineRun({ T: activityTask({}, 'unknown') });
    run.tells('TaskStateEntered <0', 'ExecutionFailed <2');
    run.ends('FAILED', 'States.Runtime');
  });

  test('the token names the event of its TaskScheduled', () => {
    assert.equal(tokenOf(new MachineRun({ T: tokenTask() }), 3), 'token-3');
  });

  test('a retry gets another token', () => {
    const run = new MachineRun({ T: tokenTask({ Retry: [{ ErrorEquals: ['States.ALL'] }] }) });
    run.sent(3).tokenFailed(3, 'Flaky').pass(1);
    assert.equal(tokenOf(run, 7), 'token-7');
  });

  test('a token of an attempt that is over does nothing', () => {
    const run = new MachineRun({ T: tokenTask({ Retry: [{ ErrorEquals: ['States.ALL'] }] }) });
    run.sent(3).tokenFailed(3, 'Flaky').pass(1).sent(7);
    assert.deepEqual(run.tokenSucceeded(3).records, []);
    run.tokenSucceeded(7).ends('SUCCEEDED');
  });

  test('the token is still the same when the result is selected', () => {
    const more = { ResultSelector: { 't.$': '$$.Task.Token' } };
    new MachineRun({ T: tokenTask(more) }).sent(3).tokenSucceeded(3).outputs('{"t":"token-3"}');
  });

  test('parameters over 256 KiB fail the execution before anything is scheduled', () => {
    const Parameters = { 'a.$': '$', 'b.$': '$' };
    const run = new MachineRun({ T: task({ Parameters }) }, { input: JSON.stringify('x'.repeat(140_000)) });
    run.tells('TaskStateEntered <0', 'ExecutionFailed <2');
    run.ends('FAILED', 'States.DataLimitExceeded');
  });

  test('attempts over the limit stay ready until one has ended', () => {
    const run = two({ env: { sendable: 1 } });
    assert.deepEqual([run.execution.sent.size, run.execution.unsent.size], [1, 1]);
    run.sent(5);
    assert.deepEqual([run.execution.sent.size, run.execution.unsent.size], [1, 0]);
  });

  test('attempts that are ready are started by a turn of their own when slots are free again', () => {
    const run = two({ env: { sendable: 0 } });
    assert.deepEqual([run.execution.sent.size, run.execution.unsent.size], [0, 2]);
    run.signal({ type: 'go' }, { sendable: 2 });
    assert.deepEqual([run.execution.sent.size, run.execution.unsent.size], [2, 0]);
  });
});

const STARTED = ['TaskStateEntered <0', 'LambdaFunctionScheduled <2', 'LambdaFunctionStarted <3'];

function tokenOf(run: MachineRun, event: number): string {
  return JSON.parse(String(run.detail(event, 'parameters'))).Payload.token;
}

function two(options: RunOptions): MachineRun {
  const Branches = [branch('A'), branch('B')];
  return new MachineRun({ P: { Type: 'Parallel', Branches, End: true } }, options);
}

function branch(name: string): object {
  return { StartAt: name, States: { [name]: task() } };
}

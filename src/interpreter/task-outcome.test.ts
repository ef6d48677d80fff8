import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { activityTask, pass, task, tokenTask } from '../../test/interpreter/states.ts';

describe('A timeout', () => {
  test('counts from the start of the task and has no cause', () => {
    const run = new MachineRun({ T: task({ TimeoutSeconds: 5 }) }).pass(4.999);
    run.ends('RUNNING');
    run.pass(0.001).tells(...FUNCTION_STARTED, 'LambdaFunctionTimedOut <4', 'ExecutionFailed <5');
    assert.deepEqual(run.event(5).lambdaFunctionTimedOutEventDetails, { error: 'States.Timeout' });
    run.ends('FAILED', 'States.Timeout');
  });

  test('of a task that waits for its slot has not begun', () => {
    const run = new MachineRun({ T: task({ TimeoutSeconds: 5 }) }, { env: { sendable: 0 } }).pass(60);
    run.ends('RUNNING');
    run.signal({ type: 'go' }, { sendable: 1 }).pass(4).ends('RUNNING');
    run.pass(1).ends('FAILED', 'States.Timeout');
  });

  test('of an activity that nobody takes counts from its schedule, as measured on AWS', () => {
    const run = new MachineRun({ T: activityTask({ TimeoutSeconds: 5 }) }).pass(5);
    run.tells('TaskStateEntered <0', 'ActivityScheduled <2', 'ActivityTimedOut <3', 'ExecutionFailed <4');
  });

  test('of an activity begins anew when a worker takes it', () => {
    const run = new MachineRun({ T: activityTask({ TimeoutSeconds: 5 }) }).pass(4);
    run.signal({ type: 'taken', attempt: 3, workerName: undefined }).pass(4).ends('RUNNING');
    run.pass(1).ends('FAILED', 'States.Timeout');
  });

  test('is caught by States.Timeout and by States.ALL, not by States.TaskFailed', () => {
    const names = ['States.Timeout', 'States.ALL', 'States.TaskFailed', 'States.HeartbeatTimeout'];
    assert.deepEqual(names.filter(catches({ TimeoutSeconds: 5 })), ['States.Timeout', 'States.ALL']);
  });

  test('of a token ends its task, and the token with it', () => {
    const run = new MachineRun({ T: tokenTask({ TimeoutSeconds: 5 }) }).sent(3).pass(5);
    run.ends('FAILED', 'States.Timeout');
    assert.deepEqual(run.tokenSucceeded(3).records, []);
  });

  test('of a retry counts from its own start', () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 10 }];
    const run = new MachineRun({ T: task({ TimeoutSeconds: 5, Retry }) }).pass(5).pass(10).pass(4);
    run.ends('RUNNING');
    assert.deepEqual(run.pass(1).seconds(), [0, 0, 0, 0, 5, 15, 15, 20]);
  });
});

describe('A heartbeat', () => {
  test('that is missed is told as a timeout', () => {
    const run = new MachineRun({ T: tokenTask(BOTH_CLOCKS) }).sent(3).pass(5);
    run.tells(...TOKEN_STARTED, 'TaskSubmitted <4', 'TaskTimedOut <5', 'ExecutionFailed <6');
    run.ends('FAILED', 'States.Timeout');
  });

  test('that is missed has two names for Retry and Catch', () => {
    const names = ['States.HeartbeatTimeout', 'States.Timeout', 'States.ALL', 'Other'];
    assert.deepEqual(names.filter(catches(BOTH_CLOCKS)), names.slice(0, 3));
  });

  test('moves its own clock alone', () => {
    const run = new MachineRun({ T: tokenTask(BOTH_CLOCKS) }).sent(3);
    for (const seconds of [4, 4, 4]) {
      run.now += seconds * 1000;
      run.signal({ type: 'heartbeat', attempt: 3 }).ends('RUNNING');
    }
    run.pass(4.999).ends('RUNNING');
    run.pass(0.001).ends('FAILED', 'States.Timeout');
  });

  test('never puts off the timeout', () => {
    const run = new MachineRun({ T: tokenTask({ TimeoutSeconds: 6, HeartbeatSeconds: 5 }) }).sent(3).pass(4);
    run.signal({ type: 'heartbeat', attempt: 3 }).pass(1.999).ends('RUNNING');
    run.pass(0.001).ends('FAILED', 'States.Timeout');
  });

  test('is no event', () => {
    const run = new MachineRun({ T: tokenTask(BOTH_CLOCKS) })
      .sent(3)
      .signal({ type: 'heartbeat', attempt: 3 });
    run.tells(...TOKEN_STARTED, 'TaskSubmitted <4');
    assert.equal(run.records.length, 1);
  });

  test('of a task whose timeout runs out first is a timeout by name', () => {
    const clocks = { TimeoutSeconds: 5, HeartbeatSeconds: 4 };
    const names = ['States.HeartbeatTimeout', 'States.Timeout'];
    assert.deepEqual(names.filter(catches(clocks, 3)), ['States.Timeout']);
  });

  test('of a function task that does not send any does nothing', () => {
    assert.deepEqual(new MachineRun({ T: task() }).signal({ type: 'heartbeat', attempt: 3 }).records, []);
  });
});

describe('A token that comes back before its request was recorded as submitted', () => {
  test('is kept until then', () => {
    const run = new MachineRun({ T: tokenTask() }).tokenSucceeded(3, '"early"');
    run.tells(...TOKEN_STARTED);
    run.sent(3, '{}').outputs('"early"');
    run.tells(...TOKEN_STARTED, 'TaskSubmitted <4', ...SUCCEEDED_FROM_5);
  });

  test('is kept also when it failed', () => {
    const run = new MachineRun({ T: tokenTask() }).tokenFailed(3, 'E', 'C').sent(3);
    run.tells(...TOKEN_STARTED, 'TaskSubmitted <4', 'TaskFailed <5', 'ExecutionFailed <6');
    run.ends('FAILED', 'E', 'C');
  });

  test('counts although the request itself is said to have failed', () => {
    const run = new MachineRun({ T: tokenTask() }).tokenSucceeded(3, '"early"').failed(3, 'Broken');
    run.outputs('"early"');
    run.tells(...TOKEN_STARTED, 'TaskSucceeded <4', 'TaskStateExited <5', 'ExecutionSucceeded <6');
  });

  test('counts although the time of the task runs out before the request has answered', () => {
    const run = new MachineRun({ T: tokenTask({ TimeoutSeconds: 5 }) }).tokenSucceeded(3, '"early"').pass(5);
    run.outputs('"early"');
  });

  test('is kept once: the second is refused', () => {
    const run = new MachineRun({ T: tokenTask() }).tokenSucceeded(3, '"first"');
    assert.deepEqual(run.tokenFailed(3).records, []);
    assert.deepEqual(run.tokenSucceeded(3).records, []);
    run.sent(3).outputs('"first"');
  });
});

describe('An outcome', () => {
  test('of the request is no outcome of a task that waits for its token', () => {
    new MachineRun({ T: tokenTask() }).sent(3).ends('RUNNING');
  });

  test('by token is none of a task that has no token', () => {
    assert.deepEqual(new MachineRun({ T: task() }).tokenSucceeded(3).records, []);
  });

  test('by token is none of an activity that nobody took', () => {
    assert.deepEqual(new MachineRun({ T: activityTask() }).tokenSucceeded(3).records, []);
  });

  test('is taken once', () => {
    const run = new MachineRun({ T: task({ Next: 'U' }), U: task() }).sent(3);
    assert.deepEqual(run.sent(3).records, []);
    assert.deepEqual(run.failed(3).records, []);
  });

  test("an activity's task is taken once", () => {
    const run = new MachineRun({ T: activityTask() });
    run.signal({ type: 'taken', attempt: 3, workerName: 'a' });
    assert.deepEqual(run.signal({ type: 'taken', attempt: 3, workerName: 'b' }).records, []);
  });

  test('may be 256 KiB long and no byte more', () => {
    new MachineRun({ T: task() }).sent(3, JSON.stringify('x'.repeat(262_142))).ends('SUCCEEDED');
    const long = new MachineRun({ T: task() }).sent(3, JSON.stringify('x'.repeat(262_143)));
    long.tells(...FUNCTION_STARTED, 'LambdaFunctionFailed <4', 'ExecutionFailed <5');
    long.ends('FAILED', 'States.DataLimitExceeded');
  });

  test('over 256 KiB names the service of an optimized task', () => {
    const run = new MachineRun({ T: tokenTask() })
      .sent(3)
      .tokenSucceeded(3, JSON.stringify('ä'.repeat(131_072)));
    const cause =
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.";
    run.ends('FAILED', 'States.DataLimitExceeded', cause);
  });
});

const BOTH_CLOCKS = { TimeoutSeconds: 60, HeartbeatSeconds: 5 };
const FUNCTION_STARTED = ['TaskStateEntered <0', 'LambdaFunctionScheduled <2', 'LambdaFunctionStarted <3'];
const TOKEN_STARTED = ['TaskStateEntered <0', 'TaskScheduled <2', 'TaskStarted <3'];
const SUCCEEDED_FROM_5 = ['TaskSucceeded <5', 'TaskStateExited <6', 'ExecutionSucceeded <7'];

/** Whether a catcher of that name takes the task's failure; it may send a heartbeat before. */
function catches(clocks: object, heartbeatAfter?: number): (name: string) => boolean {
  return (name) => {
    const Catch = [{ ErrorEquals: [name], Next: 'C' }];
    const run = new MachineRun({ T: tokenTask({ ...clocks, Catch, Next: 'C' }), C: pass() }).sent(3);
    if (heartbeatAfter !== undefined) run.pass(heartbeatAfter).signal({ type: 'heartbeat', attempt: 3 });
    return run.pass(5 - (heartbeatAfter ?? 0)).execution.status === 'SUCCEEDED';
  };
}

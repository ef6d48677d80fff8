import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../../test/interpreter/machine-run.ts';
import { fail, parallel, pass, task, wait } from '../../../test/interpreter/states.ts';

describe('Parallel', () => {
  test('branches begin at its start; its end and its exit point at the last event of the last branch', () => {
    const run = new MachineRun({ P: parallel([{ A: task() }, { B: pass() }]) });
    run.tells(...ONE_BRANCH_LEFT);
    run.sent(5);
    run.tells(
      ...ONE_BRANCH_LEFT,
      ...['LambdaFunctionSucceeded <8', 'TaskStateExited <9'],
      ...['ParallelStateSucceeded <10', 'ParallelStateExited <10', 'ExecutionSucceeded <12'],
    );
  });

  test('its result has the order of the branches, not of their ends', () => {
    const run = new MachineRun({ P: parallel([{ A: wait(20, {}) }, { B: pass({ Result: 'b' }) }]) });
    run.pass(20).outputs('[{},"b"]');
  });

  test('every branch gets the same effective input', () => {
    const run = new MachineRun(
      { P: parallel([{ A: pass() }, { B: pass() }], { InputPath: '$.in' }) },
      { input: '{"in":7}' },
    );
    run.outputs('[7,7]');
  });

  test('the first failure aborts the states that wait, which point at it', () => {
    const run = new MachineRun({ P: parallel([{ A: wait(60) }, { B: task() }, { C: task() }]) });
    run.failed(6, 'Bad', 'luck');
    const failure = run.history().find(({ type }) => type === 'LambdaFunctionFailed')?.id;
    assert.equal(failure, 11);
    run.tells(
      ...['ParallelStateEntered <0', 'ParallelStateStarted <2', 'WaitStateEntered <3', 'TaskStateEntered <3'],
      ...['LambdaFunctionScheduled <5', 'TaskStateEntered <3', 'LambdaFunctionScheduled <7'],
      ...['LambdaFunctionStarted <6', 'LambdaFunctionStarted <8', 'LambdaFunctionFailed <9'],
      ...['WaitStateAborted <11', 'TaskStateAborted <11', 'ParallelStateFailed <11', 'ExecutionFailed <14'],
    );
    run.ends('FAILED', 'Bad', 'luck');
  });

  test('a branch that has not begun is not told of', () => {
    const run = new MachineRun({ P: parallel([{ F: fail() }, { A: pass() }]) });
    run.tells(
      ...['ParallelStateEntered <0', 'ParallelStateStarted <2', 'FailStateEntered <3'],
      ...['ParallelStateFailed <4', 'ExecutionFailed <5'],
    );
  });

  test("a branch's Fail is the error of the state", () => {
    new MachineRun({ P: parallel([{ F: fail('Mine', 'why') }]) }).ends('FAILED', 'Mine', 'why');
  });

  test('a catcher leaves from ParallelStateFailed', () => {
    const Catch = [{ ErrorEquals: ['Mine'], Next: 'C' }];
    const run = new MachineRun({
      P: parallel([{ F: fail('Mine', 'why') }], { Next: 'C', Catch }),
      C: pass(),
    });
    run.tells(
      ...['ParallelStateEntered <0', 'ParallelStateStarted <2', 'FailStateEntered <3'],
      ...['ParallelStateFailed <4', 'ParallelStateExited <5'],
      ...['PassStateEntered <6', 'PassStateExited <7', 'ExecutionSucceeded <8'],
    );
    run.outputs('{"Error":"Mine","Cause":"why"}');
  });

  test('a retry starts every branch again, without another entry, and tells no failure between', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }];
    const run = new MachineRun({ P: parallel([{ F: fail() }], { Retry }) }).pass(1).pass(2);
    run.tells(
      ...['ParallelStateEntered <0', 'ParallelStateStarted <2', 'FailStateEntered <3'],
      ...['ParallelStateStarted <4', 'FailStateEntered <5', 'ParallelStateStarted <6', 'FailStateEntered <7'],
      ...['ParallelStateFailed <8', 'ExecutionFailed <9'],
    );
  });

  test('what is waited for in an aborted branch comes to nothing', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'W' }];
    const branches = [{ A: wait(5) }, { B: task() }, { C: task() }];
    const run = new MachineRun({ P: parallel(branches, { Next: 'W', Catch }), W: wait(60) }).failed(6, 'Bad');
    const before = run.history().length;
    run.pass(10).sent(8);
    assert.equal(run.history().length, before);
    run.pass(50).ends('SUCCEEDED');
  });

  test('inner scopes are aborted from the inside out', () => {
    const inner = { N: parallel([{ W: wait(60) }]) };
    const run = new MachineRun({ P: parallel([inner, { T: task() }]) }).failed(7, 'Bad');
    const told = run.history().map(({ type }) => type);
    assert.deepEqual(told.slice(-4), [
      ...['WaitStateAborted', 'ParallelStateAborted', 'ParallelStateFailed', 'ExecutionFailed'],
    ]);
  });

  test('a runtime error in a branch is for nobody to retry or catch', () => {
    const handlers = {
      Retry: [{ ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
    };
    const branch = { A: pass({ InputPath: '$.none' }) };
    const run = new MachineRun({ P: parallel([branch], { Next: 'C', ...handlers }), C: pass() });
    run.ends('FAILED', 'States.Runtime');
    run.tells(
      ...['ParallelStateEntered <0', 'ParallelStateStarted <2', 'PassStateEntered <3'],
      ...['ParallelStateFailed <4', 'ExecutionFailed <5'],
    );
  });
});

const ONE_BRANCH_LEFT = [
  ...['ParallelStateEntered <0', 'ParallelStateStarted <2', 'TaskStateEntered <3'],
  ...['LambdaFunctionScheduled <4', 'PassStateEntered <3', 'PassStateExited <6', 'LambdaFunctionStarted <5'],
];

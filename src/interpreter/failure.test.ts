import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { fail, map, pass, task } from '../../test/interpreter/states.ts';
import type { Program } from '../asl/program.ts';
import { StateError } from '../base/state-error.ts';
import { wakeAt } from './obligations.ts';

describe('A failure', () => {
  test('that nobody handles ends the execution, which points at it', () => {
    const run = new MachineRun({ T: task() }).failed(3, 'Bad', 'luck');
    run.tells(...STARTED, 'LambdaFunctionFailed <4', 'ExecutionFailed <5');
    run.ends('FAILED', 'Bad', 'luck');
  });

  test('without error and cause is told without them', () => {
    const run = new MachineRun({ T: task() }).failed(3);
    assert.deepEqual(run.event(5).lambdaFunctionFailedEventDetails, {});
    assert.deepEqual(run.event(6).executionFailedEventDetails, {});
  });

  test('that is caught leaves the state from it', () => {
    const run = caught({}).failed(3, 'Bad', 'luck');
    run.tells(
      ...STARTED,
      ...['LambdaFunctionFailed <4', 'TaskStateExited <5', 'PassStateEntered <6', 'PassStateExited <7'],
      'ExecutionSucceeded <8',
    );
    run.outputs('{"Error":"Bad","Cause":"luck"}');
  });

  test('that is caught gives no Cause when there is none', () => {
    caught({}).failed(3, 'Bad').outputs('{"Error":"Bad"}');
  });

  test('that is caught goes where ResultPath says, in the raw input', () => {
    caught({ ResultPath: '$.e' }, '{"in":{"a":1.10}}')
      .failed(3, 'Bad')
      .outputs('{"in":{"a":1.1},"e":{"Error":"Bad"}}');
  });

  test('that is caught may assign variables, from the error too', () => {
    const run = caught({ Assign: { 'why.$': '$.Error' } }).failed(3, 'Bad');
    assert.deepEqual(run.detail(6, 'assignedVariables'), { why: '"Bad"' });
  });

  test('of a catcher itself is caught by none of the state', () => {
    const run = caught({ Assign: { 'why.$': '$.none' } }).failed(3, 'Bad');
    run.ends('FAILED', 'States.Runtime');
  });

  test('is retried from the failing event, with no event for the time between', () => {
    const run = new MachineRun({ T: task({ Retry: [{ ErrorEquals: ['Bad'], IntervalSeconds: 5 }] }) });
    run
      .failed(3, 'Bad')
      .pass(4.999)
      .tells(...STARTED, 'LambdaFunctionFailed <4');
    run.pass(0.001);
    run.tells(
      ...STARTED,
      ...['LambdaFunctionFailed <4', 'LambdaFunctionScheduled <5', 'LambdaFunctionStarted <6'],
    );
    assert.deepEqual(run.seconds(), [0, 0, 0, 0, 0, 5, 5]);
  });

  test('is retried before it is caught', () => {
    const Retry = [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }];
    const run = caught({}, '{}', { Retry }).failed(3, 'Bad').pass(1).failed(6, 'Bad');
    run.outputs('{"Error":"Bad"}');
  });

  test('is retried as often as MaxAttempts says, and no more', () => {
    const Retry = [{ ErrorEquals: ['Bad'], MaxAttempts: 2 }];
    const run = new MachineRun({ T: task({ Retry }) }).failed(3, 'Bad').pass(1).failed(6, 'Bad').pass(2);
    run.failed(9, 'Bad').ends('FAILED', 'Bad');
  });

  test('raises RetryCount as the retried task sees it', () => {
    const Parameters = { 'n.$': '$$.State.RetryCount' };
    const run = new MachineRun({ T: task({ Parameters, Retry: [{ ErrorEquals: ['Bad'] }] }) });
    run.failed(3, 'Bad').pass(1).failed(6, 'Bad').pass(2);
    assert.deepEqual(
      [3, 6, 9].map((id) => run.detail(id, 'input')),
      ['{"n":0}', '{"n":1}', '{"n":2}'],
    );
  });

  test('counts retries by retrier, and in all for RetryCount', () => {
    const Retry = ['A', 'B'].map((name) => ({ ErrorEquals: [name], MaxAttempts: 1 }));
    const run = new MachineRun({ T: task({ Retry }) });
    run.failed(3, 'A').pass(1).failed(6, 'B').pass(1).failed(9, 'A').ends('FAILED', 'A');
  });

  test('is counted anew when the state is entered again', () => {
    const Retry = [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }];
    const Parameters = { 'n.$': '$$.State.RetryCount' };
    const run = new MachineRun({ T: task({ Retry, Parameters, Next: 'U' }), U: pass({ Next: 'T' }) });
    run.failed(3, 'Bad').pass(1).sent(6).failed(13, 'Bad').ends('RUNNING');
    assert.deepEqual([run.detail(6, 'input'), run.detail(13, 'input')], ['{"n":1}', '{"n":0}']);
  });

  test('with States.Runtime is neither retried nor caught', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const T = task({ Parameters: { 'a.$': '$.none' }, Retry, Catch, Next: 'C' });
    const run = new MachineRun({ T, C: pass() });
    run.tells('TaskStateEntered <0', 'ExecutionFailed <2');
  });

  test('with a result over 256 KiB may be caught, as recorded on AWS', () => {
    const run = caught({}).sent(3, JSON.stringify('x'.repeat(262_143)));
    run.tells(
      ...STARTED,
      ...['LambdaFunctionFailed <4', 'TaskStateExited <5', 'PassStateEntered <6', 'PassStateExited <7'],
      'ExecutionSucceeded <8',
    );
    assert.equal(run.detail(5, 'error'), 'States.DataLimitExceeded');
    assert.match(String(run.detail(5, 'cause')), /^The state\/task 'arn:aws:lambda:.*:function:f' returned/);
  });

  test('with an output over 256 KiB that the state itself made is for nobody to catch', () => {
    const ResultSelector = { 'a.$': '$', 'b.$': '$' };
    const run = caught({}, '{}', { ResultSelector }).sent(3, JSON.stringify('x'.repeat(140_000)));
    run.tells(...STARTED, 'LambdaFunctionSucceeded <4', 'ExecutionFailed <5');
    run.ends('FAILED', 'States.DataLimitExceeded');
  });

  test('in a Map is told once, by its inmost state, and goes up through every scope', () => {
    const run = new MachineRun({ M: map({ N: map({ F: fail('Deep', 'down') }) }) }, { input: '[[1]]' });
    run.tells(
      ...['MapStateEntered <0', 'MapStateStarted <2', 'MapIterationStarted <3'],
      ...['MapStateEntered <4', 'MapStateStarted <5', 'MapIterationStarted <6', 'FailStateEntered <7'],
      ...['MapIterationFailed <8', 'MapStateFailed <8', 'MapIterationFailed <10', 'MapStateFailed <10'],
      'ExecutionFailed <12',
    );
    run.ends('FAILED', 'Deep', 'down');
  });
});

describe('EvaluationFailed', () => {
  test("points at what the state's entry points at", () => {
    const states = { A: pass({ Next: 'B' }), B: pass() };
    const run = new MachineRun(states, { patch: withBadOutput(1) });
    run.tells(
      ...['PassStateEntered <0', 'PassStateExited <2', 'PassStateEntered <3'],
      ...['EvaluationFailed <3', 'ExecutionFailed <5'],
    );
  });

  test('tells error, cause, location and state', () => {
    const cause = "An error occurred while executing the state 'A' (entered at the event id #2). nothing";
    const run = new MachineRun({ A: pass() }, { patch: withBadOutput(0) });
    assert.deepEqual(run.event(3).evaluationFailedEventDetails, {
      ...{ error: 'States.QueryEvaluationError', cause, location: 'Output/x', state: 'A' },
    });
    run.ends('FAILED', 'States.QueryEvaluationError', cause);
  });

  test('comes once for each retry, and can be caught', () => {
    const Retry = [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'C' }];
    const states = { T: task({ Retry, Catch, Next: 'C' }), C: pass() };
    const run = new MachineRun(states, { patch: withBadOutput(0) }).sent(3).pass(1).sent(7);
    run.tells(
      ...STARTED,
      ...['LambdaFunctionSucceeded <4', 'EvaluationFailed <0', 'LambdaFunctionScheduled <6'],
      ...['LambdaFunctionStarted <7', 'LambdaFunctionSucceeded <8', 'EvaluationFailed <0'],
      ...['TaskStateExited <10', 'PassStateEntered <11', 'PassStateExited <12', 'ExecutionSucceeded <13'],
    );
  });

  test('in a Map is followed by MapStateFailed, which points at it', () => {
    const run = new MachineRun({ M: map({ A: pass() }) }, { input: '[]', patch: withBadOutput(0) });
    run.tells(
      ...['MapStateEntered <0', 'MapStateStarted <2', 'MapStateSucceeded <3'],
      ...['EvaluationFailed <0', 'MapStateFailed <5', 'ExecutionFailed <6'],
    );
  });

  test('is no event of a Wait that is stopped before its output is asked for', () => {
    const states = { W: { Type: 'Wait', Seconds: 5, End: true } };
    const run = new MachineRun(states, { patch: withBadOutput(0) });
    assert.notEqual(wakeAt(run.execution), undefined);
    run.pass(5).tells('WaitStateEntered <0', 'EvaluationFailed <0', 'ExecutionFailed <3');
  });
});

const STARTED = ['TaskStateEntered <0', 'LambdaFunctionScheduled <2', 'LambdaFunctionStarted <3'];

function caught(catcher: object, input = '{}', more: object = {}): MachineRun {
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C', ...catcher }];
  return new MachineRun({ T: task({ Next: 'C', Catch, ...more }), C: pass() }, { input });
}

/** A state whose output cannot be evaluated, which no JSONPath can say. */
function withBadOutput(index: number): (program: Program) => Program {
  return (program) => ({ ...program, states: program.states.with(index, bad(program.states[index])) });
}

function bad(state: Program['states'][number] | undefined): Program['states'][number] {
  assert.ok(state !== undefined && state.type !== 'Fail');
  const output = () => {
    throw new StateError('States.QueryEvaluationError', 'nothing', 'Output/x');
  };
  return { ...state, output };
}

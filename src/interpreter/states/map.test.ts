import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../../test/interpreter/machine-run.ts';
import { fail, map, parallel, pass, task, wait } from '../../../test/interpreter/states.ts';

describe('Map', () => {
  test('all iterations start together before any takes a step', () => {
    const run = new MachineRun({ M: map({ A: pass() }) }, { input: '[1,2]' });
    run.tells(
      ...['MapStateEntered <0', 'MapStateStarted <2', 'MapIterationStarted <3', 'MapIterationStarted <3'],
      ...['PassStateEntered <4', 'PassStateExited <6', 'MapIterationSucceeded <7'],
      ...['PassStateEntered <5', 'PassStateExited <9', 'MapIterationSucceeded <10'],
      ...['MapStateSucceeded <11', 'MapStateExited <11', 'ExecutionSucceeded <13'],
    );
    run.outputs('[1,2]');
  });

  test('one at a time, an iteration starts from where the one before it ended', () => {
    const run = new MachineRun({ M: map({ A: pass() }, { MaxConcurrency: 1 }) }, { input: '[1,2]' });
    run.tells(
      ...['MapStateEntered <0', 'MapStateStarted <2', 'MapIterationStarted <3'],
      ...['PassStateEntered <4', 'PassStateExited <5', 'MapIterationSucceeded <6'],
      ...['MapIterationStarted <6', 'PassStateEntered <8', 'PassStateExited <9', 'MapIterationSucceeded <10'],
      ...['MapStateSucceeded <11', 'MapStateExited <11', 'ExecutionSucceeded <13'],
    );
  });

  test('never runs more iterations at a time than MaxConcurrency', () => {
    const run = new MachineRun({ M: map({ W: wait(10) }, { MaxConcurrency: 2 }) }, { input: '[1,2,3,4,5]' });
    assert.deepEqual(
      [0, 10, 10].map((seconds) => running(run.pass(seconds))),
      [2, 2, 1],
    );
    run.pass(10).outputs('[1,2,3,4,5]');
  });

  test('over nothing its end and its exit point at its start', () => {
    const run = new MachineRun({ M: map({ A: pass() }) }, { input: '[]' });
    run.tells(
      ...['MapStateEntered <0', 'MapStateStarted <2', 'MapStateSucceeded <3', 'MapStateExited <3'],
      'ExecutionSucceeded <5',
    );
    run.outputs('[]');
  });

  test('its result has the order of the items, not of their ends', () => {
    const states = { W: { Type: 'Wait', SecondsPath: '$', End: true } };
    const run = new MachineRun({ M: map(states) }, { input: '[30,10,20]' });
    run.pass(10).pass(10).pass(10).outputs('[30,10,20]');
  });

  test('the failing iteration is told first, then the aborted ones, each before its state', () => {
    const run = new MachineRun({ M: map({ T: task() }) }, { input: '[1,2,3]' }).failed(10, 'Bad');
    assert.equal(run.event(16).type, 'LambdaFunctionFailed');
    assert.deepEqual(told(run, 17), [
      ...['MapIterationFailed 1 <16', 'MapIterationAborted 0 <16', 'TaskStateAborted <16'],
      ...['MapIterationAborted 2 <16', 'TaskStateAborted <16', 'MapStateFailed <16', 'ExecutionFailed <22'],
    ]);
  });

  test('tasks that run out of time together are all told before the first is handled', () => {
    const run = new MachineRun({ M: map({ T: task({ TimeoutSeconds: 5 }) }) }, { input: '[1,2]' }).pass(5);
    assert.deepEqual(told(run, 12), [
      ...['LambdaFunctionTimedOut <10', 'LambdaFunctionTimedOut <11'],
      ...['MapIterationFailed 0 <12', 'TaskStateAborted <12', 'MapIterationAborted 1 <12'],
      ...['TaskStateAborted <12', 'MapStateFailed <12', 'ExecutionFailed <18'],
    ]);
  });

  test('a catcher leaves from MapStateFailed', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const run = new MachineRun({ M: map({ F: fail() }, { Next: 'C', Catch }), C: pass() }, { input: '[1]' });
    assert.deepEqual(told(run, 5), [
      ...['FailStateEntered <4', 'MapIterationFailed 0 <5', 'MapStateFailed <5', 'MapStateExited <7'],
      ...['PassStateEntered <8', 'PassStateExited <9', 'ExecutionSucceeded <10'],
    ]);
  });

  test('a retry iterates over everything again, from the failing event', () => {
    const Retry = [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }];
    const run = new MachineRun({ M: map({ T: task() }, { Retry }) }, { input: '[1]' })
      .failed(6, 'Bad')
      .pass(1);
    assert.deepEqual(told(run, 8), [
      ...[
        'LambdaFunctionFailed <7',
        'MapIterationFailed 0 <8',
        'MapStateStarted <8',
        'MapIterationStarted 0 <10',
      ],
      ...['TaskStateEntered <11', 'LambdaFunctionScheduled <12', 'LambdaFunctionStarted <13'],
    ]);
    run.sent(13, '7').outputs('[7]');
  });

  test('a Map in a Map keeps its chains apart', () => {
    const inner = map({ A: pass() });
    new MachineRun({ M: map({ N: inner }) }, { input: '[[1,2],[],[3]]' }).outputs('[[1,2],[],[3]]');
  });

  test('an aborted Map tells its iterations and their states before itself', () => {
    const branches = [{ M: map({ W: wait(60) }, { ItemsPath: '$.items' }) }, { T: task() }];
    const run = new MachineRun({ P: parallel(branches) }, { input: '{"items":[1]}' });
    const scheduled = run.history().find(({ type }) => type === 'LambdaFunctionScheduled')?.id ?? 0;
    const types = run
      .failed(scheduled, 'Bad')
      .history()
      .map(({ type }) => type);
    assert.deepEqual(types.slice(-5), [
      ...[
        'MapIterationAborted',
        'WaitStateAborted',
        'MapStateAborted',
        'ParallelStateFailed',
        'ExecutionFailed',
      ],
    ]);
  });

  test('ItemSelector sees item, index and the effective input', () => {
    const ItemSelector = { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'all.$': '$.n' };
    const more = { ItemsPath: '$.items', ItemSelector };
    const run = new MachineRun({ M: map({ A: pass() }, more) }, { input: '{"items":["a"],"n":7}' });
    run.outputs('[{"i":0,"v":"a","all":7}]');
  });

  test('the states of an iteration see its item', () => {
    const seen = pass({ Parameters: { 'v.$': '$$.Map.Item.Value' } });
    new MachineRun({ M: map({ A: seen }) }, { input: '[5,6]' }).outputs('[{"v":5},{"v":6}]');
  });

  test('an ItemSelector that fails is an error after the start, to which the end points', () => {
    const more = { ItemSelector: { 'v.$': '$.none' } };
    const run = new MachineRun({ M: map({ A: pass() }, more) }, { input: '[1]' });
    run.tells('MapStateEntered <0', 'MapStateStarted <2', 'ExecutionFailed <3');
  });

  test('what is no array fails with States.Runtime, which points at the entry', () => {
    const run = new MachineRun({ M: map({ A: pass() }) }, { input: '"text"' });
    run.tells('MapStateEntered <0', 'ExecutionFailed <2');
    run.ends('FAILED', 'States.Runtime');
  });

  test('variables of an iteration are its own; those of the scope around it can be read', () => {
    const states = { A: pass({ Assign: { 'own.$': '$' }, Next: 'B' }), B: pass({ Parameters: BOTH }) };
    const machine = { V: pass({ Assign: { outer: 'o' }, Next: 'M' }), M: map(states) };
    new MachineRun(machine, { input: '[1,2]' }).outputs('[{"own":1,"outer":"o"},{"own":2,"outer":"o"}]');
  });
});

const BOTH = { 'own.$': '$own', 'outer.$': '$outer' };

function running(run: MachineRun): number {
  return [...run.execution.frames.values()].filter(({ phase }) => phase === 'waiting').length;
}

/** The history from an event on; iterations with their number. */
function told(run: MachineRun, first: number): string[] {
  return run
    .history()
    .slice(first - 1)
    .map(({ id, type, previousEventId }) => {
      const index = type.startsWith('MapIteration') ? ` ${run.detail(id, 'index')}` : '';
      return `${type}${index} <${previousEventId}`;
    });
}

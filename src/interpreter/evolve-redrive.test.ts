import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { fail, map, parallel, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';
import { wakeAt } from './obligations.ts';

describe('A redrive', () => {
  test('schedules a failed task again, and runs nothing before it', () => {
    const run = new MachineRun({ P: pass({ Next: 'T' }), T: task() }).failed(5, 'Bad').redrive();
    run.goesOn(
      8,
      ...['ExecutionFailed <7', 'ExecutionRedriven <8', 'LambdaFunctionScheduled <9'],
      'LambdaFunctionStarted <10',
    );
    run.ends('RUNNING');
    run.sent(10, '1').outputs('1');
  });

  test('counts itself', () => {
    const run = new MachineRun({ F: fail() }).redrive().redrive();
    assert.deepEqual([run.detail(4, 'redriveCount'), run.detail(7, 'redriveCount')], [1, 2]);
    assert.equal(run.execution.redriveCount, 2);
  });

  test('goes on with an execution that was stopped', () => {
    const run = stopped(new MachineRun({ T: task() })).redrive();
    run.goesOn(
      5,
      ...['ExecutionAborted <0', 'ExecutionRedriven <5', 'LambdaFunctionScheduled <6'].concat(
        'LambdaFunctionStarted <7',
      ),
    );
  });

  test('goes on between two states where the execution was stopped there', () => {
    const run = new MachineRun({ A: pass({ Next: 'B' }), B: pass() }, { env: { recordsPerTurn: 2 } });
    stopped(run).redrive();
    run.tells(
      ...['PassStateEntered <0', 'PassStateExited <2', 'ExecutionAborted <0', 'ExecutionRedriven <4'],
      ...['PassStateEntered <5', 'PassStateExited <6', 'ExecutionSucceeded <7'],
    );
  });

  test('starts the clocks of the machine and of the task anew', () => {
    const clocks = { TimeoutSeconds: 10 };
    const run = new MachineRun({ T: task({ TimeoutSeconds: 7 }) }, {}, clocks).pass(7);
    run.ends('FAILED', 'States.Timeout');
    run.pass(100).redrive().pass(6.999).ends('RUNNING');
    run.pass(0.001).ends('FAILED', 'States.Timeout');
    const slow = new MachineRun({ W: wait(60) }, {}, clocks).pass(10);
    slow.ends('TIMED_OUT');
    slow.redrive().pass(9.999).ends('RUNNING');
    slow.pass(0.001).ends('TIMED_OUT');
  });

  test('gives a task all its retries again', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const run = new MachineRun({ T: tokenTask({ Retry }) });
    const fails = () => run.failed(...head(run, 'T'));
    fails().pass(1);
    fails().ends('FAILED');
    run.redrive();
    fails().pass(1).ends('RUNNING');
    fails().ends('FAILED');
  });

  test('retries at once what waited for its retry', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 900 }];
    const run = stopped(new MachineRun({ T: task({ Retry }) }).failed(3)).redrive();
    assert.equal(run.execution.sent.size, 1);
  });

  test('gives a task another token, and the old one does nothing', () => {
    const run = stopped(new MachineRun({ T: tokenTask() }).sent(3))
      .redrive()
      .sent(8);
    assert.deepEqual(run.tokenSucceeded(3).records, []);
    run.tokenSucceeded(8, '1').outputs('1');
  });

  test('keeps the variables and the input of the state', () => {
    const states = {
      P: pass({ Assign: { v: 1 }, Next: 'T' }),
      T: task({ Assign: { 'w.$': '$v' }, ResultPath: '$.r', Next: 'Q' }),
      Q: pass({ Parameters: { 'all.$': 'States.Array($, $v, $w)' } }),
    };
    const run = new MachineRun(states, { input: '{"a":0.0}' }).failed(5).redrive();
    run.sent(...first(run, '2')).outputs('{"all":[{"a":0.0,"r":2},1,1]}');
  });

  test('is seen by the context object', () => {
    const states = { T: task({ Next: 'P' }), P: pass({ InputPath: '$$.Execution' }) };
    const run = new MachineRun(states).failed(3).pass(60).redrive();
    run.sent(...first(run));
    const { RedriveCount, RedriveTime, StartTime } = JSON.parse(run.execution.output?.text ?? '{}');
    assert.deepEqual(
      [RedriveCount, RedriveTime, StartTime],
      [1, '2026-01-01T12:01:00Z', '2026-01-01T12:00:00Z'],
    );
  });

  test('is seen by JSONata', () => {
    const states = {
      T: { ...task(), End: undefined, Next: 'P' },
      P: { Type: 'Pass', Output: '{% $states.context.Execution.RedriveCount %}', End: true },
    };
    const run = new MachineRun(states, {}, { QueryLanguage: 'JSONata' }).failed(3).redrive();
    run.sent(...first(run)).outputs('1');
  });

  test('evaluates a Choice again', () => {
    const Choices = [{ Variable: '$$.Execution.RedriveCount', NumericEquals: 1, Next: 'P' }];
    const run = new MachineRun({ C: { Type: 'Choice', Choices }, P: pass() });
    run.ends('FAILED', 'States.Runtime');
    run
      .redrive()
      .goesOn(
        3,
        ...['ExecutionFailed <2', 'ExecutionRedriven <3', 'ChoiceStateExited <4'],
        ...['PassStateEntered <5', 'PassStateExited <6', 'ExecutionSucceeded <7'],
      );
  });

  test('enters a Fail state again, which fails again', () => {
    const run = new MachineRun({ F: fail('E') }).redrive();
    run.tells(
      ...['FailStateEntered <0', 'ExecutionFailed <2', 'ExecutionRedriven <3'],
      ...['FailStateEntered <4', 'ExecutionFailed <5'],
    );
    run.ends('FAILED', 'E');
  });

  test('ends a Wait whose moment has come, and waits its Seconds from the start', () => {
    const Timestamp = '2026-01-01T12:00:30Z';
    const until = { W: { Type: 'Wait', Timestamp, End: true } };
    stopped(new MachineRun(until)).pass(40).redrive().ends('SUCCEEDED');
    const still = stopped(new MachineRun(until)).pass(20).redrive();
    assert.equal(wakeAt(still.execution), still.now + 10_000);
    const seconds = stopped(new MachineRun({ W: wait(30) }))
      .pass(20)
      .redrive();
    assert.equal(wakeAt(seconds.execution), seconds.now + 30_000);
  });
});

describe('A redrive of a Parallel state', () => {
  test('runs the branches again that failed or were aborted, and keeps the others', () => {
    const branches = [{ A: task() }, { B: task() }, { C: task({ Next: 'D' }), D: task() }];
    const run = new MachineRun({ P: parallel(branches) }).sent(5, '"a"').sent(9, '"c"').failed(7, 'Bad');
    run.ends('FAILED', 'Bad');
    run.redrive();
    const { sent } = run.execution;
    assert.deepEqual(
      [...sent].map((frame) => run.program.states[frame.state]?.name),
      ['B', 'D'],
    );
    for (const frame of sent) run.sent(frame.attempt?.event ?? 0, `"again ${frame.position}"`);
    run.outputs('["a","again 1","again 2"]');
  });

  test('keeps what is in one inside another', () => {
    const inner = { N: parallel([{ A: task() }, { B: task() }]) };
    const run = new MachineRun({ P: parallel([inner, { C: task() }]) });
    run
      .sent(...only(run, 'A'))
      .failed(only(run, 'C')[0], 'Bad')
      .redrive();
    assert.deepEqual(tasks(run), ['B', 'C']);
    run
      .sent(...only(run, 'B'))
      .sent(...only(run, 'C'))
      .outputs('[["A","B"],"C"]');
  });

  test('whose end itself fails only ends it again', () => {
    const ResultSelector = { 'r.$': '$$.Execution.RedriveTime' };
    const run = new MachineRun({ P: parallel([{ A: task() }], { ResultSelector }) }).sent(5);
    run.ends('FAILED', 'States.Runtime');
    run
      .redrive()
      .goesOn(
        11,
        ...['ExecutionRedriven <10', 'ParallelStateSucceeded <11', 'ParallelStateExited <11'],
        'ExecutionSucceeded <13',
      );
  });

  test('runs every branch again when its data were too large', () => {
    const run = new MachineRun({ P: parallel([{ A: task() }, { B: task() }]) });
    run.sent(5, '1').sent(7, JSON.stringify('x'.repeat(262_143)));
    run.ends('FAILED', 'States.DataLimitExceeded');
    assert.deepEqual(tasks(run.redrive()), ['A', 'B']);
    run
      .sent(...only(run, 'A'))
      .sent(...only(run, 'B'))
      .outputs('["A","B"]');
  });

  test('starts it anew when it waited for its retry', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 900 }];
    const run = new MachineRun({ P: parallel([{ A: task() }, { B: task() }], { Retry }) });
    assert.deepEqual(tasks(stopped(run.sent(5).failed(7)).redrive()), ['A', 'B']);
  });

  test('does not take up children whose failure was caught', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'T' }];
    const run = new MachineRun({ P: parallel([{ A: task() }], { Catch }), T: task() }).failed(5);
    assert.deepEqual(tasks(run.failed(...head(run, 'T')).redrive()), ['T']);
    assert.equal(run.execution.frames.size, 1);
  });

  test('counts the variables of its branches again', () => {
    const branch = { V: pass({ Assign: { v: 'four' }, Next: 'A' }), A: task() };
    const run = new MachineRun({ P: parallel([branch]) });
    const { variableBytes } = run.execution;
    assert.equal(run.failed(...head(run, 'A')).execution.variableBytes, 0);
    assert.equal(run.redrive().execution.variableBytes, variableBytes);
  });
});

describe('A redrive of a Map state', () => {
  test('runs the iterations again that failed or were aborted, and those that had not begun', () => {
    const run = new MachineRun({ M: map({ T: task() }, { MaxConcurrency: 2 }) }, { input: '[0,1,2,3]' });
    run
      .sent(...first(run, '"0"'))
      .failed(first(run)[0], 'Bad')
      .redrive();
    assert.deepEqual(
      [...run.execution.sent].map(({ position }) => position),
      [1, 2],
    );
    for (const text of ['"1"', '"2"', '"3"']) run.sent(...first(run, text));
    run.outputs('["0","1","2","3"]');
  });

  test('that never began evaluates its items anew', () => {
    const states = { M: map({ T: task() }, { ItemsPath: '$$.Execution.RedriveTime' }) };
    new MachineRun(states).redrive().ends('FAILED', 'States.Runtime');
    const limit = { MaxConcurrencyPath: '$$.Execution.RedriveCount', ToleratedFailureCountPath: '$.none' };
    const run = new MachineRun({ M: map({ T: task() }, limit) }, { input: '[1]' });
    run.redrive().ends('FAILED', 'States.Runtime');
  });

  test('without items ends it again', () => {
    const ResultSelector = { 'r.$': '$$.Execution.RedriveTime' };
    const run = new MachineRun({ M: map({ T: task() }, { ResultSelector }) }, { input: '[]' });
    run.redrive().ends('SUCCEEDED');
  });

  test('of Maps takes up each where it was', () => {
    const outer = map({ M: map({ T: task() }) });
    const run = new MachineRun({ O: outer }, { input: '[[0,1],[2,3]]' });
    run
      .sent(...first(run, '0'))
      .failed(first(run)[0], 'Bad')
      .redrive();
    for (const text of ['1', '2', '3']) run.sent(...first(run, text));
    run.outputs('[[0,1],[2,3]]');
  });

  test('shows its iterations their items', () => {
    const Parameters = { FunctionName: 'f', Payload: { 'item.$': '$$.Map.Item.Value' } };
    const Resource = 'arn:aws:states:::lambda:invoke';
    const inside = { T: { Type: 'Task', Resource, Parameters, End: true } };
    const run = new MachineRun({ M: map(inside) }, { input: '["x"]' });
    run.failed(first(run)[0]).redrive();
    assert.match(run.execution.attempts.get(first(run)[0])?.attempt?.parameters.text ?? '', /"item":"x"/);
  });
});

function stopped(run: MachineRun): MachineRun {
  return run.signal({ type: 'stop', error: 'Stopped', cause: undefined });
}

/** The names of the tasks under way. */
function tasks(run: MachineRun): (string | undefined)[] {
  return [...run.execution.sent].map((frame) => run.program.states[frame.state]?.name);
}

/** The attempt of the task of that name, and its name as an output. */
function only(run: MachineRun, name: string): [number, string] {
  const [attempt] = head(run, name);
  return [attempt, JSON.stringify(name)];
}

function head(run: MachineRun, name: string): [number] {
  const frame = [...run.execution.sent].find(({ state }) => run.program.states[state]?.name === name);
  assert.ok(frame?.attempt !== undefined, `${name} is not under way`);
  return [frame.attempt.event];
}

/** The oldest attempt under way, and an output for it. */
function first(run: MachineRun, output = '"done"'): [number, string] {
  const [frame] = run.execution.sent;
  assert.ok(frame?.attempt !== undefined, 'nothing is under way');
  return [frame.attempt.event, output];
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, type RunOptions } from '../../../test/interpreter/machine-run.ts';
import { distributed, fail, parallel, pass, task, wait } from '../../../test/interpreter/states.ts';
import { countsOf, type MapRun } from '../map-run.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:mapRun:m/L:run-4';
const BEGUN = ['MapStateEntered <0', 'MapStateStarted <2', 'MapRunStarted <3'];

describe('A distributed Map', () => {
  test('starts an execution an item, and goes on with their outputs in the order of the items', () => {
    const run = map('[1,2]');
    run.child(1, 'SUCCEEDED', { output: '{ "b": 2.0 }' }).child(0, 'SUCCEEDED', { output: '"a"' });
    run.tells(
      ...BEGUN,
      ...['MapRunSucceeded <4', 'MapStateSucceeded <5', 'MapStateExited <4', 'ExecutionSucceeded <7'],
    );
    run.outputs('["a",{"b":2.0}]');
    assert.equal(run.detail(4, 'mapRunArn'), ARN);
  });

  test('has no executions when there are no items', () => {
    map('[]').outputs('[]');
  });

  test('keeps to MaxConcurrency, and starts the next one as one ends', () => {
    const run = map('[1,2,3]', { MaxConcurrency: 1 });
    assert.deepEqual(running(run), [0]);
    assert.deepEqual(running(run.child(0, 'SUCCEEDED')), [1]);
  });

  test('runs at most 1,000 executions at a time', () => {
    const run = map(JSON.stringify(Array.from({ length: 1500 }, (_, i) => i)));
    assert.equal(running(run).length, 1000);
  });

  test('fails when one failure is one too many, once the others have ended', () => {
    const run = map('[1,2,3]').child(1, 'FAILED');
    run.tells(...BEGUN);
    run.child(0, 'ABORTED').child(2, 'SUCCEEDED');
    run.tells(...BEGUN, 'MapRunFailed <4', 'MapStateFailed <5', 'ExecutionFailed <6');
    const cause = 'The specified tolerated failure threshold was exceeded';
    run.ends('FAILED', 'States.ExceedToleratedFailureThreshold', cause);
  });

  test('starts no more executions when it is to fail', () => {
    const run = map('[1,2,3]', { MaxConcurrency: 2 }).child(0, 'FAILED');
    assert.deepEqual(running(run), [1]);
    assert.deepEqual(items(run), { pending: 1, running: 1, failed: 1, total: 3 });
  });

  test('tolerates as many failures as it says, and tells them in its result', () => {
    const run = map('[1,2]', { ToleratedFailureCount: 1 }).child(0, 'FAILED').child(1, 'SUCCEEDED');
    const [first, second] = outputOf(run);
    assert.equal(second, 'done');
    assert.deepEqual(
      [first?.Status, first?.Error, first?.Cause, first?.Input],
      ['FAILED', 'Bad', 'because', '1'],
    );
  });

  test('tolerates a share of failures, timeouts among them', () => {
    const share = { ToleratedFailurePercentage: 50 };
    assert.equal(
      map('[1,2]', share).child(0, 'TIMED_OUT').child(1, 'SUCCEEDED').execution.status,
      'SUCCEEDED',
    );
    assert.equal(map('[1,2]', share).child(0, 'TIMED_OUT').child(1, 'FAILED').execution.status, 'FAILED');
  });

  test('takes whichever limit is reached first', () => {
    const both = { ToleratedFailureCount: 1, ToleratedFailurePercentage: 99 };
    const run = map('[1,2,3]', both).child(0, 'FAILED').child(1, 'FAILED').child(2, 'SUCCEEDED');
    run.ends('FAILED', 'States.ExceedToleratedFailureThreshold');
  });

  test('does not count an execution that somebody has stopped as a failure', () => {
    assert.equal(map('[1]').child(0, 'ABORTED').execution.status, 'SUCCEEDED');
  });

  test('hears each end once', () => {
    const run = map('[1,2]').child(0, 'SUCCEEDED').child(0, 'FAILED').child(7, 'FAILED');
    assert.deepEqual(items(run), { running: 1, succeeded: 1, total: 2 });
  });

  test('is retried with a Map Run of its own, and is caught', () => {
    const Retry = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const states = { M: distributed({ A: pass() }, { Retry, Catch, Next: 'C' }), C: pass() };
    const run = new MachineRun(states, { input: '[1]' }).child(0, 'FAILED').pass(1);
    run.child(0, 'FAILED', { run: 7 });
    run.tells(
      ...[...BEGUN, 'MapRunFailed <4', 'MapStateStarted <5', 'MapRunStarted <6', 'MapRunFailed <7'],
      ...['MapStateFailed <8', 'MapStateExited <9', 'PassStateEntered <10', 'PassStateExited <11'],
      'ExecutionSucceeded <12',
    );
  });

  test('fails with the input that cannot be made, once the others have ended', () => {
    const ItemSelector = { 'x.$': '$$.Map.Item.Value.a' };
    const run = map('[{"a":1},{}]', { ItemSelector, MaxConcurrency: 1 }).child(0, 'SUCCEEDED');
    run.tells(...BEGUN, 'MapRunFailed <4', 'MapStateFailed <5', 'ExecutionFailed <6');
    run.ends('FAILED', 'States.Runtime');
  });

  test('fails for good when the results are more than a state may pass on', () => {
    const output = `"${'x'.repeat(200_000)}"`;
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const states = { M: distributed({ A: pass() }, { Catch, Next: 'C' }), C: pass() };
    const run = new MachineRun(states, { input: '[1,2]' });
    run.child(0, 'SUCCEEDED', { output }).child(1, 'SUCCEEDED', { output });
    run.ends('FAILED', 'States.DataLimitExceeded');
  });

  test('ends with the execution that is stopped, and hears of its children afterwards', () => {
    const run = map('[1,2,3]', { MaxConcurrency: 2 }).signal({ type: 'stop', error: 'E', cause: undefined });
    run.tells(...BEGUN, 'MapRunAborted <4', 'ExecutionAborted <0');
    run.child(0, 'SUCCEEDED').child(1, 'ABORTED').child(1, 'ABORTED');
    run.tells(...BEGUN, 'MapRunAborted <4', 'ExecutionAborted <0');
    assert.deepEqual(items(run), { pending: 1, succeeded: 1, aborted: 1, total: 3 });
  });

  test('ends with the execution whose time is over', () => {
    const run = new MachineRun({ M: distributed({ A: pass() }) }, { input: '[1]' }, { TimeoutSeconds: 5 });
    run.pass(5).tells(...BEGUN, 'MapRunAborted <4', 'ExecutionTimedOut <0');
  });

  test('ends when a branch beside it fails', () => {
    const branches = [{ M: distributed({ A: pass() }) }, { T: task() }];
    const run = new MachineRun({ P: parallel(branches) }, { input: '[1]' });
    const scheduled = run.history().find(({ type }) => type === 'LambdaFunctionScheduled')?.id ?? 0;
    const types = run
      .failed(scheduled, 'Bad')
      .history()
      .map(({ type }) => type);
    const end = ['MapRunAborted', 'MapStateAborted', 'ParallelStateFailed', 'ExecutionFailed'];
    assert.deepEqual(types.slice(-4), end);
    assert.equal(runOf(run).status, 'ABORTED');
  });

  test('is no reason not to redrive what came after it, or what has failed for good', () => {
    const after = { M: distributed({ A: pass() }, { Next: 'F' }), F: fail() };
    const run = new MachineRun(after, { input: '[1]' }).child(0, 'SUCCEEDED');
    const events = run.execution.lastEventId;
    assert.ok(run.redrive().execution.lastEventId > events);
    const unusable = { ItemSelector: { 'x.$': '$$.Map.Item.Value.a' } };
    const anew = map('[{}]', unusable).redrive();
    assert.equal(anew.execution.mapRuns.size, 2);
  });

  test('is changed while it runs, and not afterwards', () => {
    const run = map('[1,2]', { MaxConcurrency: 1 });
    run.signal({ type: 'changeMapRun', run: 4, limits: { maxConcurrency: 2, toleratedFailureCount: 1 } });
    assert.deepEqual(running(run), [0, 1]);
    run.child(0, 'FAILED').child(1, 'SUCCEEDED');
    assert.equal(run.execution.status, 'SUCCEEDED');
    run.signal({ type: 'changeMapRun', run: 4, limits: { maxConcurrency: 1 } });
    assert.deepEqual(runOf(run).limits, { maxConcurrency: 2, toleratedFailureCount: 1 });
  });

  test('that is told to tolerate less fails at once', () => {
    const run = map('[1,2]', { ToleratedFailureCount: 5 }).child(0, 'FAILED');
    run.signal({ type: 'changeMapRun', run: 4, limits: { toleratedFailureCount: 0 } }).child(1, 'ABORTED');
    run.ends('FAILED', 'States.ExceedToleratedFailureThreshold');
  });

  test('can be described when it is long over', () => {
    const run = map('[1,2]').child(0, 'SUCCEEDED').child(1, 'SUCCEEDED');
    assert.deepEqual(items(run), { succeeded: 2, total: 2, resultsWritten: 2 });
    assert.deepEqual([runOf(run).status, runOf(run).work], ['SUCCEEDED', undefined]);
  });

  test('goes on where it was when a turn was full', () => {
    const run = map('[1,2,3,4]', {}, { env: { recordsPerTurn: 2 } });
    run.go().go();
    assert.deepEqual(running(run), [0, 1, 2, 3]);
  });

  test('an execution of its run begins with the processor, and knows no timeout of the machine', () => {
    const states = { M: distributed({ F: fail(), W: wait(1) }) };
    const run = new MachineRun(
      states,
      { membership: { mapRun: 'r', map: 0, items: 1 } },
      { TimeoutSeconds: 5 },
    );
    run.tells('FailStateEntered <0', 'ExecutionFailed <2');
    assert.deepEqual(run.execution.membership, { mapRun: 'r', map: 0, items: 1 });
  });
});

describe('A redrive of a Map Run', () => {
  test('runs those again that have not ended well, and keeps the others', () => {
    const run = map('[1,2,3]')
      .child(0, 'SUCCEEDED', { output: '"a"' })
      .child(1, 'FAILED')
      .child(2, 'TIMED_OUT');
    run.ends('FAILED', 'States.ExceedToleratedFailureThreshold');
    run.redrive();
    assert.deepEqual(running(run), [1, 2]);
    assert.deepEqual(items(run), { running: 2, succeeded: 1, total: 3 });
    again(run, 1, 'SUCCEEDED', { output: '"b"' });
    again(run, 2, 'SUCCEEDED', { output: '"c"' });
    run.outputs('["a","b","c"]');
    run.tells(
      ...[...BEGUN, 'MapRunFailed <4', 'MapStateFailed <5', 'ExecutionFailed <6'],
      ...['ExecutionRedriven <7', 'MapRunRedriven <8', 'MapRunSucceeded <9', 'MapStateSucceeded <10'],
      ...['MapStateExited <9', 'ExecutionSucceeded <12'],
    );
    assert.deepEqual([run.detail(9, 'mapRunArn'), run.detail(9, 'redriveCount')], [ARN, 1]);
  });

  test('starts those that had not begun, after the others, as many at a time as it may', () => {
    const run = map('[1,2,3]', { MaxConcurrency: 1 }).child(0, 'FAILED').redrive();
    assert.deepEqual([running(run), items(run)], [[0], { pending: 2, running: 1, total: 3 }]);
    again(run, 0, 'SUCCEEDED');
    assert.deepEqual(running(run), [1]);
    run.child(1, 'SUCCEEDED').child(2, 'SUCCEEDED').outputs('["done","done","done"]');
  });

  test('has those wait that may not run yet', () => {
    const run = map('[1,2]', { MaxConcurrency: 1, ToleratedFailureCount: 1 });
    run.child(0, 'FAILED').child(1, 'FAILED').redrive();
    assert.deepEqual(items(run), { running: 1, total: 2, pendingRedrive: 1 });
  });

  test('counts its tolerated failures anew, and fails once more when there are too many', () => {
    const run = map('[1,2]', { ToleratedFailureCount: 1 }).child(0, 'FAILED').child(1, 'FAILED').redrive();
    again(run, 0, 'FAILED');
    again(run, 1, 'SUCCEEDED');
    assert.deepEqual(
      outputOf(run).map((told) => told.RedriveCount),
      [1, undefined],
    );
    const once = map('[1]').child(0, 'FAILED').redrive();
    again(once, 0, 'FAILED');
    once.ends('FAILED', 'States.ExceedToleratedFailureThreshold');
    again(once.redrive(), 0, 'SUCCEEDED', { redrive: 2 });
    once.outputs('["done"]');
  });

  test('does not hear an end that came before it', () => {
    const run = map('[1]').child(0, 'FAILED').redrive().child(0, 'FAILED');
    assert.deepEqual(running(run), [0]);
  });

  test('keeps what ended well while the run was failing, or after the execution', () => {
    const run = map('[1,2]').child(0, 'FAILED').child(1, 'SUCCEEDED', { output: '"b"' }).redrive();
    again(run, 0, 'SUCCEEDED', { output: '"a"' });
    run.outputs('["a","b"]');
    const stopped = map('[1,2]').signal(STOP).child(1, 'SUCCEEDED', { output: '"b"' }).child(0, 'ABORTED');
    again(stopped.redrive(), 0, 'SUCCEEDED', { output: '"a"' });
    stopped.outputs('["a","b"]');
  });

  test('runs one again that was still being stopped, unless it has ended well', () => {
    const run = map('[1,2,3]').signal(STOP).redrive();
    assert.deepEqual(running(run), [0, 1, 2]);
    run.child(0, 'ABORTED').child(1, 'SUCCEEDED').child(2, 'ABORTED', { fate: 'unborn' });
    assert.deepEqual(running(run), [0, 2]);
    again(run, 0, 'SUCCEEDED');
    // It has never begun: that it runs now is no redrive of it.
    run.child(2, 'SUCCEEDED').outputs('["done","done","done"]');
  });

  test('leaves those as they were that cannot be redriven, and counts them', () => {
    const run = map('[1,2]', { ToleratedFailureCount: 1 }).child(0, 'TIMED_OUT').child(1, 'FAILED').redrive();
    again(run, 0, 'TIMED_OUT', { fate: 'lost' });
    assert.deepEqual(items(run), { running: 1, timedOut: 1, total: 2, failuresNotRedrivable: 1 });
    again(run, 1, 'FAILED');
    run.ends('FAILED', 'States.ExceedToleratedFailureThreshold');
    assert.deepEqual(running(run.redrive()), [1]);
    again(run, 1, 'SUCCEEDED', { redrive: 2 });
    const [first] = outputOf(run);
    assert.deepEqual([first?.Status, first?.RedriveStatus], ['TIMED_OUT', 'NOT_REDRIVABLE']);
  });

  test('begins the run anew that has failed for good, or was retried or caught', () => {
    assert.equal(
      map('[{}]', { ItemSelector: { 'x.$': '$$.Map.Item.Value.a' } }).redrive().execution.mapRuns.size,
      2,
    );
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 9 }];
    const retried = map('[1]', { Retry }).child(0, 'FAILED').signal(STOP).redrive();
    assert.deepEqual([...retried.execution.mapRuns.keys()], [4, 9]);
  });

  test('begins the run anew when a result was too large to be kept', () => {
    const output = `"${'x'.repeat(200_000)}"`;
    const run = map('[1,2,3]').child(0, 'SUCCEEDED', { output }).child(1, 'SUCCEEDED', { output });
    run.child(2, 'FAILED').redrive();
    assert.equal(run.execution.mapRuns.size, 2);
  });

  test('takes up the run in a branch whose neighbour has failed', () => {
    const branches = [{ M: distributed({ A: pass() }) }, { T: task() }];
    const run = new MachineRun({ P: parallel(branches) }, { input: '[1]' });
    const [event] = [...run.execution.mapRuns.keys()];
    const [frame] = run.execution.sent;
    run
      .failed(frame?.attempt?.event ?? 0, 'Bad')
      .child(0, 'ABORTED', { run: event ?? 0 })
      .redrive();
    assert.deepEqual([...run.execution.mapRuns.keys()], [event]);
    assert.deepEqual(running(run), [0]);
  });

  test('ends after a thousand of them', () => {
    const run = map('[1]').child(0, 'FAILED').redrive();
    const last = run.chunks.pop();
    assert.ok(last !== undefined);
    const records = last.records.map((record) =>
      record.type === 'MapRunRedriven' ? { ...record, redriveCount: 1000 } : record,
    );
    run.chunks.push({ ...last, records });
    again(run, 0, 'FAILED', { redrive: 1000 });
    run.redrive().ends('FAILED', 'States.Runtime');
  });

  test('is none of an execution of it by itself', () => {
    const membership = { mapRun: 'r', map: 0, items: 1 };
    const child = new MachineRun({ M: distributed({ F: fail() }) }, { membership }).redrive();
    child.ends('FAILED', 'Chosen');
    assert.equal(child.signal({ type: 'redriveChild', redrive: 1 }).execution.redriveCount, 1);
    assert.equal(child.signal({ type: 'redriveChild', redrive: 1 }).execution.redriveCount, 1);
  });

  test('has a standard execution go on where it failed, and an express one begin anew', () => {
    const inside = { A: pass({ Next: 'F' }), F: fail() };
    const membership = { mapRun: 'r', map: 0, items: 1 };
    const entered = (type: string) =>
      new MachineRun({ M: distributed(inside, {}, type) }, { membership })
        .signal({ type: 'redriveChild', redrive: 1 })
        .history()
        .filter((event) => event.type.endsWith('Entered'))
        .map((event) => event.type.charAt(0));
    assert.deepEqual([entered('STANDARD').join(''), entered('EXPRESS').join('')], ['PFF', 'PFPF']);
  });
});

describe('What a distributed Map makes of outputs', () => {
  test('FLATTEN joins arrays', () => {
    const run = map('[1,2]', writer('FLATTEN'));
    run.child(0, 'SUCCEEDED', { output: '[1,[2]]' }).child(1, 'SUCCEEDED', { output: '3' });
    run.outputs('[1,[2],3]');
  });

  test('NONE tells everything of each execution', () => {
    const run = map('[1]', writer('NONE')).child(0, 'SUCCEEDED', { output: '{"a":1}' });
    const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:m/L';
    const [told] = outputOf(run);
    const { Name, ExecutionArn, ...rest } = told ?? {};
    assert.equal(ExecutionArn, `arn:aws:states:us-east-1:123456789012:execution:m/L:${Name}`);
    assert.deepEqual(rest, {
      ...{
        Input: '1',
        InputDetails: { Included: true },
        Output: '{"a":1}',
        OutputDetails: { Included: true },
      },
      ...{ RedriveCount: 0, RedriveStatus: 'NOT_REDRIVABLE' },
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      ...{ StateMachineArn: machine, Status: 'SUCCEEDED' },
      ...{ StartDate: '2026-01-01T12:00:00Z', StopDate: '2026-01-01T12:00:00Z' },
    });
  });
});

function map(input: string, more: object = {}, options: RunOptions = {}): MachineRun {
  return new MachineRun({ M: distributed({ A: pass() }, more) }, { input, ...options });
}

function writer(Transformation: string): object {
  return { ResultWriter: { WriterConfig: { OutputType: 'JSON', Transformation } } };
}

const STOP = { type: 'stop', error: 'E', cause: undefined } as const;

/** One that was redriven with its run has ended. */
function again(
  run: MachineRun,
  index: number,
  end: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
  told: object = {},
): void {
  run.child(index, end, { redrive: 1, ...told });
}

function runOf(run: MachineRun): MapRun {
  const found = run.execution.mapRuns.values().next().value;
  assert.ok(found !== undefined);
  return found;
}

function running(run: MachineRun): number[] {
  return [...runOf(run).running.keys()];
}

/** The counts of items that are not 0. */
function items(run: MachineRun): object {
  return Object.fromEntries(Object.entries(countsOf(runOf(run)).items).filter(([, count]) => count > 0));
}

function outputOf(run: MachineRun): { readonly [member: string]: unknown }[] {
  assert.equal(run.execution.status, 'SUCCEEDED');
  return JSON.parse(run.execution.output?.text ?? '');
}

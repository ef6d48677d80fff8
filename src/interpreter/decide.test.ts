import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { map, parallel, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';
import { Payload } from '../base/payload.ts';
import { obligations } from './obligations.ts';
import type { Signal } from './signal.ts';

describe('decide', () => {
  test('an execution that has ended takes no signal', () => {
    const run = new MachineRun({ A: pass() });
    for (const signal of SIGNALS) assert.deepEqual(run.signal(signal).records, []);
  });

  test('an execution that was stopped takes no signal', () => {
    const run = new MachineRun({ T: task() }).signal({ type: 'stop', error: undefined, cause: undefined });
    for (const signal of SIGNALS) assert.deepEqual(run.signal(signal).records, []);
  });

  test('an outcome of an attempt that never was does nothing', () => {
    const run = new MachineRun({ T: task() });
    for (const attempt of [0, 1, 2, 4, 99]) assert.deepEqual(run.sent(attempt).records, []);
  });

  test('a stop points at nothing and tells of no state', () => {
    const run = new MachineRun({ W: wait(60) });
    run.signal({ type: 'stop', error: undefined, cause: undefined });
    run.tells('WaitStateEntered <0', 'ExecutionAborted <0');
    assert.deepEqual(run.event(3).executionAbortedEventDetails, {});
  });

  test('a stop gives its error and cause on', () => {
    new MachineRun({ W: wait(60) })
      .signal({ type: 'stop', error: 'E', cause: 'C' })
      .ends('ABORTED', 'E', 'C');
  });

  test('a stop wins over what is due in the same turn', () => {
    const run = new MachineRun({ W: wait(10) }, {}, { TimeoutSeconds: 10 });
    run.now += 60_000;
    run.signal({ type: 'stop', error: undefined, cause: undefined }).ends('ABORTED');
  });

  test('TimeoutSeconds of the machine end the execution without error and cause', () => {
    const run = new MachineRun({ W: wait(25) }, {}, { TimeoutSeconds: 3 });
    run.pass(2.999).ends('RUNNING');
    run.pass(0.001).tells('WaitStateEntered <0', 'ExecutionTimedOut <0');
    run.ends('TIMED_OUT');
    assert.deepEqual(run.event(3).executionTimedOutEventDetails, { error: 'States.Timeout' });
  });

  test('TimeoutSeconds 0 of the machine end the execution at once', () => {
    const run = new MachineRun({ A: pass() }, {}, { TimeoutSeconds: 0 });
    run.ends('TIMED_OUT');
    run.tells('ExecutionTimedOut <0');
  });

  test("the machine's timeout wins over timers that are due with it", () => {
    new MachineRun({ W: wait(10) }, {}, { TimeoutSeconds: 10 }).pass(10).ends('TIMED_OUT');
  });

  test('an outcome that is there wins over the timeout that is due with it', () => {
    const run = new MachineRun({ T: task({ TimeoutSeconds: 10 }) });
    run.now += 60_000;
    run.sent(3).ends('SUCCEEDED');
  });

  test('timers of one moment fire in the order they were set, before any frame goes on', () => {
    const branches = [{ A: wait(10) }, { B: wait(10) }, { C: wait(10, { Next: 'D' }), D: pass() }];
    const run = new MachineRun({ P: parallel(branches) }).pass(10);
    const names = run
      .history()
      .slice(6, 10)
      .map(({ id }) => run.detail(id, 'name'));
    assert.deepEqual(names, ['A', 'B', 'C', 'D']);
  });

  test('timers fire in the order of their moments when they are all late', () => {
    const branches = [{ A: wait(30) }, { B: wait(10) }, { C: wait(20) }];
    const run = new MachineRun({ P: parallel(branches) }).pass(3600);
    const names = run
      .history()
      .slice(6, 9)
      .map(({ id }) => run.detail(id, 'name'));
    assert.deepEqual(names, ['B', 'C', 'A']);
  });

  test('a spent budget leaves steps, and the next turn goes on with them', () => {
    const whole = new MachineRun({ M: map({ A: pass() }) }, { input: '[1,2,3]' });
    for (const recordsPerTurn of [1, 2, 3, 5, 8]) {
      const run = new MachineRun({ M: map({ A: pass() }) }, { input: '[1,2,3]', env: { recordsPerTurn } });
      while (obligations(run.execution).hasSteps) run.go();
      assert.deepEqual(run.history(), whole.history());
      assert.ok(run.chunks.length > 1);
    }
  });

  test('a budget in bytes ends a turn as one in records does', () => {
    const grow = { 'a.$': '$', b: 'x'.repeat(100) };
    const states = { A: pass({ Parameters: grow, Next: 'B' }), B: pass({ Parameters: grow }) };
    const run = new MachineRun(states, { env: { bytesPerTurn: 100 } });
    assert.equal(obligations(run.execution).hasSteps, true);
    run.go().ends('SUCCEEDED');
  });

  test('no attempt is started while steps are left', () => {
    const run = new MachineRun(
      { P: parallel([{ T: task() }, { A: pass() }]) },
      { env: { recordsPerTurn: 5 } },
    );
    assert.deepEqual([run.execution.unsent.size, run.execution.sent.size], [1, 0]);
    while (obligations(run.execution).hasSteps) run.go();
    assert.deepEqual([run.execution.unsent.size, run.execution.sent.size], [0, 1]);
  });

  test('the last event of a full history is ExecutionFailed, which points at the one before it', () => {
    for (const eventsMax of [3, 4, 10, 11, 12]) {
      const run = new MachineRun({ A: pass({ Next: 'B' }), B: pass({ Next: 'A' }) }, { env: { eventsMax } });
      const last = run.event(eventsMax);
      assert.deepEqual([last.type, last.previousEventId], ['ExecutionFailed', eventsMax - 1]);
      assert.equal(run.history().length, eventsMax);
      run.ends(
        'FAILED',
        'States.Runtime',
        `The execution reached the maximum number of history events (${eventsMax}).`,
      );
    }
  });

  test('a full history ends also what waits, and what is to be sent', () => {
    const run = new MachineRun({ P: parallel([{ W: wait(60) }, { T: task() }]) }, { env: { eventsMax: 7 } });
    run.ends('FAILED', 'States.Runtime');
    const { execution } = run;
    const { hasSteps, wakeAt, unsent, sent } = obligations(execution);
    assert.deepEqual([hasSteps, wakeAt, unsent, sent, execution.frames.size], [false, undefined, [], [], 0]);
  });

  test('an execution may end with the very last event in any way', () => {
    new MachineRun({ A: pass() }, { env: { eventsMax: 4 } }).ends('SUCCEEDED');
    const stopped = new MachineRun({ W: wait(1) }, { env: { eventsMax: 3 } });
    stopped.signal({ type: 'stop', error: undefined, cause: undefined }).ends('ABORTED');
  });
});

const TEXT = Payload.fromText('1');
const FAILURE = { error: 'E', cause: 'C' };
const SIGNALS: readonly Signal[] = [
  { type: 'start', input: TEXT },
  { type: 'go' },
  { type: 'stop', ...FAILURE },
  { type: 'taken', attempt: 3, workerName: undefined },
  { type: 'sent', attempt: 3, output: TEXT },
  { type: 'sendFailed', attempt: 3, ...FAILURE },
  { type: 'tokenSucceeded', attempt: 3, output: TEXT },
  { type: 'tokenFailed', attempt: 3, ...FAILURE },
  { type: 'heartbeat', attempt: 3 },
];

describe('decide on a task that waits for its token', () => {
  test('ignores each outcome that comes too late', () => {
    const ended = () =>
      new MachineRun({ T: tokenTask({ Next: 'W' }), W: wait(60) }).sent(3).tokenSucceeded(3);
    for (const signal of SIGNALS.slice(3)) assert.deepEqual(ended().signal(signal).records, []);
  });
});

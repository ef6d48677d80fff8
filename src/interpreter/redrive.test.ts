import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, NOON } from '../../test/interpreter/machine-run.ts';
import { fail, pass, task, wait } from '../../test/interpreter/states.ts';
import { redrivenBy, redriveProblem } from './redrive.ts';

const DAY = 86_400;

describe('An execution', () => {
  test('that failed, was stopped or ran out of time can be redriven', () => {
    isRedrivable(new MachineRun({ F: fail() }));
    isRedrivable(new MachineRun({ W: wait(9) }).signal({ type: 'stop', error: undefined, cause: undefined }));
    isRedrivable(new MachineRun({ W: wait(9) }, {}, { TimeoutSeconds: 5 }).pass(5));
  });

  test('that runs or has succeeded cannot be redriven', () => {
    isRefused(new MachineRun({ W: wait(9) }), 'Execution is RUNNING and cannot be redriven');
    isRefused(new MachineRun({ P: pass() }), 'Execution is SUCCEEDED and cannot be redriven');
    isRefused(
      new MachineRun({ T: task() }).failed(3).redrive(),
      'Execution is RUNNING and cannot be redriven',
    );
  });

  test('can be redriven for 14 days after its end', () => {
    const run = new MachineRun({ F: fail() });
    run.now += (14 * DAY - 1) * 1000;
    isRedrivable(run);
    run.now += 1000;
    isRefused(run, 'Execution redrivable period exceeded');
  });

  test('counts the days from its last end', () => {
    const run = new MachineRun({ F: fail() })
      .pass(13 * DAY)
      .redrive()
      .pass(13 * DAY);
    isRedrivable(run);
  });

  test('can be redriven within a year of its start', () => {
    const run = new MachineRun({ T: task() }).pass(360 * DAY).failed(3);
    run.now += (5 * DAY - 1) * 1000;
    isRedrivable(run);
    run.now += 1000;
    isRefused(run, 'Execution has exceeded the max execution time');
  });

  test('needs room in its history for the redrive and one more event', () => {
    const run = new MachineRun({ F: fail() });
    assert.equal(redriveProblem(run.execution, { now: NOON, eventsMax: 5 }), undefined);
    const problem = redriveProblem(run.execution, { now: NOON, eventsMax: 4 });
    assert.equal(problem, 'Execution history event limit exceeded');
  });

  test('whose history is full stays as it is', () => {
    const run = new MachineRun({ T: task() }, { env: { eventsMax: 6 } }).failed(3);
    assert.deepEqual(run.redrive().records, []);
    run.ends('FAILED');
  });
});

describe('The token of a redrive', () => {
  test('stands for it for a quarter of an hour, whatever became of the execution', () => {
    const run = new MachineRun({ F: fail() }).redrive('a');
    run.now += 15 * 60_000 - 1;
    assert.deepEqual(run.redrive('a').records, []);
    assert.equal(redrivenBy(run.execution, 'a', run.now), NOON);
    run.now += 1;
    assert.notDeepEqual(run.redrive('a').records, []);
    assert.equal(redrivenBy(run.execution, 'a', run.now), run.now);
  });

  test('is kept for the last ten redrives', () => {
    const run = new MachineRun({ F: fail() });
    for (let count = 1; count <= 11; count++) run.redrive(`token-${count}`);
    assert.equal(redrivenBy(run.execution, 'token-1', run.now), undefined);
    assert.equal(redrivenBy(run.execution, 'token-2', run.now), NOON);
    assert.equal(run.execution.redriveCount, 11);
  });
});

function isRedrivable(run: MachineRun): void {
  assert.equal(redriveProblem(run.execution, { now: run.now, eventsMax: 25_000 }), undefined);
}

/** The problem has these words, and the signal changes nothing. */
function isRefused(run: MachineRun, problem: string): void {
  assert.equal(redriveProblem(run.execution, { now: run.now, eventsMax: 25_000 }), problem);
  assert.deepEqual(run.redrive().records, []);
}

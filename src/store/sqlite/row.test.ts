import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Defect } from '../../base/assert.ts';
import type { ExecutionStatus } from '../store.ts';
import { headerOf, type Row, RUNNING, statusNumber } from './row.ts';

describe('the row of an execution', () => {
  test('becomes a header without what it does not have', () => {
    assert.deepEqual(headerOf(row({})), {
      id: 1,
      machine: 2,
      revision: 3,
      name: 'n',
      status: 'RUNNING',
      startedAt: 4,
      attention: 0,
      version: 5,
    });
  });

  test('keeps moments that are 0', () => {
    const { stoppedAt, wakeAt } = headerOf(row({ stopped_at: 0, wake_at: 0 }));
    assert.deepEqual([stoppedAt, wakeAt], [0, 0]);
  });

  test('keeps the version and the alias that started it', () => {
    const { machineVersion, machineAlias } = headerOf(row({ machine_version: 7, machine_alias: 'live' }));
    assert.deepEqual([machineVersion, machineAlias], [7, 'live']);
  });

  test('keeps how often it was redriven, and when', () => {
    const { redriveCount, redrivenAt } = headerOf(row({ redrive_count: 2, redriven_at: 0 }));
    assert.deepEqual([redriveCount, redrivenAt], [2, 0]);
  });

  test('has the status numbers that databases out there have', () => {
    const statuses: ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
    assert.deepEqual(statuses.map(statusNumber), [0, 1, 2, 3, 4]);
    assert.equal(statusNumber('RUNNING'), RUNNING);
    assert.deepEqual(
      statuses.map((_, status) => headerOf(row({ status })).status),
      statuses,
    );
  });

  test('with a status nobody knows is a defect', () => {
    assert.throws(() => headerOf(row({ status: 9 })), Defect);
  });
});

function row(change: Row): Row {
  return {
    id: 1,
    machine: 2,
    revision: 3,
    name: 'n',
    status: 0,
    started_at: 4,
    stopped_at: null,
    wake_at: null,
    attention: 0,
    version: 5,
    machine_version: null,
    machine_alias: null,
    map_run: null,
    item_count: null,
    redrive_count: null,
    redriven_at: null,
    ...change,
  };
}

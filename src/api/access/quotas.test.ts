import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { READERS } from '../model/operations.ts';
import { AWS_QUOTAS, createAwsQuotas } from './quotas.ts';

describe("AWS's quotas", () => {
  test('are there for every operation but the one that AWS leaves open', () => {
    assert.deepEqual([...Object.keys(AWS_QUOTAS), 'StartSyncExecution'].sort(), Object.keys(READERS).sort());
  });
  test('let 100 state machines be created at once, and one a second after that', () => {
    assert.equal(accepted('CreateStateMachine', [0], 150), 100);
    assert.equal(accepted('CreateStateMachine', [0, 999], 150), 100);
    assert.equal(accepted('CreateStateMachine', [0, 1000, 2000], 150), 102);
  });
  test('let 1,300 executions be started at once, and 300 a second after that', () => {
    assert.equal(accepted('StartExecution', [0, 1000], 2000), 1600);
  });
  test('are those of one account and one operation', () => {
    const quotas = createAwsQuotas();
    const take = (account: string, operation: string) => quotas.take({ account, operation, now: 0 });
    for (let i = 0; i < 100; i++) take('1', 'CreateActivity');
    assert.deepEqual(
      [take('1', 'CreateActivity'), take('2', 'CreateActivity'), take('1', 'DeleteActivity')],
      [false, true, true],
    );
  });
  test('do not concern what is no operation', () => {
    assert.equal(accepted('constructor', [0], 5), 5);
    assert.equal(accepted('StartSyncExecution', [0], 10_000), 10_000);
  });
});

/** How many of so many calls, each time, go through. */
function accepted(operation: string, at: readonly number[], calls: number): number {
  const quotas = createAwsQuotas();
  const all = at.flatMap((now) => Array.from({ length: calls }, () => now));
  return all.filter((now) => quotas.take({ account: '123456789012', operation, now })).length;
}

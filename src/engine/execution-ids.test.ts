import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExecutionIds } from './execution-ids.ts';

test('Ids of executions grow with time, within a millisecond, and when the clock goes back', () => {
  const ids = new ExecutionIds();
  const drawn = [1000, 1000, 1001, 5, 5, 2000].map((now) => ids.next(now));
  assert.deepEqual(
    drawn,
    [...new Set(drawn)].sort((a, b) => a - b),
  );
});

test('Ids of executions that are in memory are not given out again', () => {
  const first = new ExecutionIds().next(1000);
  const ids = new ExecutionIds((id) => id <= first + 1);
  assert.equal(ids.next(1000), first + 2);
});

test('Ids of executions are safe integers for two hundred years', () => {
  assert.ok(Number.isSafeInteger(new ExecutionIds().next(Date.UTC(2248, 0))));
});

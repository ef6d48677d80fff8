import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causeOf, flagsOf } from './segment.ts';

test('The name of an error says whose it is', () => {
  assert.deepEqual(flagsOf('Lambda.TooManyRequestsException'), { error: true, throttle: true });
  assert.deepEqual(flagsOf('Lambda.ResourceNotFoundException'), { error: true });
  assert.deepEqual(flagsOf('Error'), { fault: true });
  assert.deepEqual(flagsOf(undefined), { fault: true });
});

test('Of an error its name is told, and no more', () => {
  assert.deepEqual(causeOf('a', 'E'), { exceptions: [{ id: 'a', type: 'E' }] });
  assert.equal(causeOf('a', undefined), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseResource } from './resource.ts';
import { isSfnAction } from './sfn-actions.ts';

test('Step Functions has the operations that it has', () => {
  assert.deepEqual(['startExecution', 'StartExecution', 'startExecutions', ''].map(isSfnAction), [
    ...[true, false, false, false],
  ]);
});

test('a task that names another one names nothing', () => {
  const isKnown = (action: string) => parseResource(`arn:aws:states:::aws-sdk:${action}`) !== undefined;
  assert.deepEqual(['sfn:startExecution', 'sfn:startExecutoin', 's3:anyThing'].map(isKnown), [
    true,
    false,
    true,
  ]);
});

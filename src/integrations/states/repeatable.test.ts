import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseResource } from '../../asl/resource.ts';
import { isRepeatable } from './repeatable.ts';

test('What can be had once is not asked for again after a crash', () => {
  const once = ['sendTaskSuccess', 'sendTaskFailure', 'getActivityTask', 'startSyncExecution'];
  const repeated = [
    'startExecution',
    'stopExecution',
    'describeExecution',
    'getExecutionHistory',
    'createActivity',
  ];
  assert.deepEqual([...once, ...repeated].filter(isRepeated), repeated);
});

test('A start of an execution is repeated, whatever waits for it', () => {
  for (const suffix of ['', '.sync', '.sync:2', '.waitForTaskToken']) {
    const resource = parseResource(`arn:aws:states:::states:startExecution${suffix}`);
    assert.ok(resource !== undefined && isRepeatable(resource), suffix);
  }
});

function isRepeated(action: string): boolean {
  const resource = parseResource(`arn:aws:states:::aws-sdk:sfn:${action}`);
  return resource !== undefined && isRepeatable(resource);
}

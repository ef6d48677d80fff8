import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLogged } from './log-level.ts';

const TYPES = [
  ...['ExecutionStarted', 'TaskStateEntered', 'TaskFailed', 'TaskTimedOut', 'LambdaFunctionScheduleFailed'],
  ...['MapIterationAborted', 'EvaluationFailed', 'FailStateEntered', 'ExecutionFailed', 'ExecutionAborted'],
];

test('ALL logs everything, OFF nothing', () => {
  assert.deepEqual([logged('ALL'), logged('OFF')], [TYPES, []]);
});

test('ERROR logs what went wrong', () => {
  assert.deepEqual(logged('ERROR'), TYPES.slice(2));
});

test('FATAL logs the ends of executions that went wrong', () => {
  assert.deepEqual(logged('FATAL'), ['ExecutionFailed', 'ExecutionAborted']);
});

function logged(level: Parameters<typeof isLogged>[0]): string[] {
  return TYPES.filter((type) => isLogged(level, type));
}

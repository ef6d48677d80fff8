import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';

describe('Task resources', () => {
  test('are ARNs that AWS knows', () => {
    refuses('foo:bar', 'Value is not a valid resource ARN');
    const query = 'arn:aws:states:::dynamodb:query';
    const unknown = 'The value is not a valid resource ARN, or the resource is not available in this region.';
    refuses(query, `The resource provided ${query} is not recognized. ${unknown}`);
  });

  test('of an express machine answer the request', () => {
    const express = 'Express state machine does not support';
    refusesExpress('arn:aws:states:::states:startExecution.sync:2', `${express} '.sync' service integration`);
    refusesExpress(
      'arn:aws:states:::sns:publish.waitForTaskToken',
      `${express} '.waitForTaskToken' service integration `,
    );
    refusesExpress('arn:aws:states:us-east-1:123456789012:activity:a', `${express} Activity ARN`);
  });

  test('of an express machine may be functions and requests', () => {
    for (const Resource of [
      'arn:aws:lambda:us-east-1:123456789012:function:f',
      'arn:aws:states:::sns:publish',
    ]) {
      assert.deepEqual(problemsOf({ Type: 'Task', Resource, End: true }, {}, 'EXPRESS'), []);
    }
  });
});

function refuses(Resource: string, message: string): void {
  assert.deepEqual(problemsOf({ Type: 'Task', Resource, End: true }), [`${message} at /States/S/Resource`]);
}

function refusesExpress(Resource: string, message: string): void {
  const problems = problemsOf({ Type: 'Task', Resource, End: true }, {}, 'EXPRESS');
  assert.deepEqual(problems, [`${message} at /States/S/Resource`]);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseResource } from './resource.ts';
import { isSdkAction } from './sdk-actions.ts';

test('A service that is known has the actions that it has', () => {
  knows('sfn', ['startExecution'], ['StartExecution', 'startExecutions', '']);
  knows('s3', ['getObject', 'listObjectsV2'], ['GetObject', 'getObjects', 'selectObjectContent', '']);
  knows('lambda', ['invoke'], ['invokeWithResponseStream']);
});

test('any other has any', () => {
  knows('ec2', ['runInstances', 'anyThing'], []);
});

test('a task that names another one names nothing', () => {
  const isKnown = (action: string) => parseResource(`arn:aws:states:::aws-sdk:${action}`) !== undefined;
  assert.deepEqual(['sns:publish', 'sns:publsh', 'ec2:anyThing'].map(isKnown), [true, false, true]);
});

function knows(service: string, actions: readonly string[], others: readonly string[]): void {
  for (const action of actions) assert.equal(isSdkAction(service, action), true, action);
  for (const action of others) assert.equal(isSdkAction(service, action), false, action);
}

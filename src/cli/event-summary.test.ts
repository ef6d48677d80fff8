import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { summarize } from './event-summary.ts';

describe('The summary of an event', () => {
  test('has its moment in whole milliseconds', () => {
    assert.equal(
      summarize({ id: 1, timestamp: 1_700_000_000.123, type: 'MapStateFailed' }).at,
      1_700_000_000_123,
    );
  });

  test('names the state', () => {
    sums('stateEnteredEventDetails', { name: 'A', input: '{"a":1}' }, ['A', 'input {"a":1}']);
  });

  test('names the iteration', () => {
    sums('mapIterationStartedEventDetails', { name: 'M', index: 3 }, ['M #3', '']);
  });

  test('names the service and its action', () => {
    const details = { resourceType: 'lambda', resource: 'invoke', region: 'us-east-1', parameters: '{}' };
    sums('taskScheduledEventDetails', details, ['lambda:invoke', 'parameters {}']);
  });

  test('names a function or an activity without its ARN', () => {
    const arn = (kind: string) => `arn:aws:${kind}`;
    sums(
      'lambdaFunctionScheduledEventDetails',
      { resource: arn('lambda:us-east-1:123456789012:function:F:1') },
      ['F:1', ''],
    );
    sums('activityScheduledEventDetails', { resource: arn('states:us-east-1:123456789012:activity:A') }, [
      'A',
      '',
    ]);
  });

  test('tells an error from its cause', () => {
    sums('executionFailedEventDetails', { error: 'E', cause: 'why' }, ['', 'E: why']);
    sums('executionFailedEventDetails', { cause: 'why' }, ['', 'why']);
  });

  test('leaves out what says nothing', () => {
    sums('executionStartedEventDetails', { input: '1', inputDetails: { truncated: false }, roleArn: 'r' }, [
      '',
      'input 1',
    ]);
  });

  test('is there for an event without details', () => {
    assert.equal(summarize({ id: 1, timestamp: 1, type: 'LambdaFunctionStarted' }).details, '');
  });

  test('tells good news from bad', () => {
    const types = [
      'ExecutionSucceeded',
      'TaskFailed',
      'LambdaFunctionTimedOut',
      'FailStateEntered',
      'PassStateExited',
    ];
    const moods = types.map((type) => summarize({ id: 1, timestamp: 1, type }).mood);
    assert.deepEqual(moods, ['good', 'bad', 'bad', 'bad', 'neutral']);
  });
});

function sums(
  key: string,
  details: Record<string, string | number | { truncated: boolean }>,
  expected: [string, string],
): void {
  const summary = summarize({ id: 1, timestamp: 1, type: 'Any', [key]: details });
  assert.deepEqual([summary.subject, summary.details], expected);
}

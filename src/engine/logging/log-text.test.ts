import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logText } from './log-text.ts';

const EVENT = { id: 3, type: 'PassStateExited', previousEventId: 2, timestamp: 5 };

test('An event has its details without their name, and its numbers as strings', () => {
  assert.deepEqual(textOf({ stateExitedEventDetails: { name: 'P', output: '{}' } }), {
    ...{ id: '3', type: 'PassStateExited', details: { name: 'P', output: '{}' } },
    ...{ previous_event_id: '2', event_timestamp: '5', execution_arn: 'arn', redrive_count: '2' },
  });
});

test('An event without details has an empty object', () => {
  assert.deepEqual(textOf({}).details, {});
});

test('Data that would be too large for CloudWatch is cut, and says so', () => {
  const { details } = textOf({ d: { input: '"'.repeat(200_000), inputDetails: { truncated: false } } });
  assert.deepEqual([details.input.length, details.inputDetails], [126_976, { truncated: true }]);
});

test('Data is cut between characters', () => {
  const { details } = textOf({ d: { output: '😀'.repeat(64_000) } });
  assert.equal(details.output, '😀'.repeat(63_488));
});

test('Data up to the bound stays as it is', () => {
  const output = 'x'.repeat(248 * 1024);
  assert.deepEqual(textOf({ d: { output, outputDetails: { truncated: false } } }).details, {
    output,
    outputDetails: { truncated: false },
  });
});

function textOf(details: object) {
  return JSON.parse(logText({ ...EVENT, ...details }, { executionArn: 'arn', redriveCount: 2 }));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RequestTally } from './request-tally.ts';

describe('The tally of requests', () => {
  test('counts answers by operation and status', () => {
    const tally = new RequestTally({ hasQuotas: false });
    for (const status of [200, 200, 400]) tally.answered('AWSStepFunctions.StartExecution', status);
    assert.deepEqual(samplesOf(tally, 'requests_total'), [
      ['StartExecution', '200', 2],
      ['StartExecution', '400', 1],
    ]);
  });

  test('keeps one count for all that nobody knows', () => {
    const tally = new RequestTally({ hasQuotas: false });
    for (const target of [undefined, 'x', 'AWSStepFunctions.__proto__']) tally.answered(target, 400);
    assert.deepEqual(samplesOf(tally, 'requests_total'), [['others', '400', 3]]);
  });

  test("has AWS's name for what a quota refuses", () => {
    const tally = new RequestTally({ hasQuotas: true });
    tally.throttled('StartExecution');
    assert.deepEqual(samplesOf(tally, 'throttled_events_total'), [['ThrottledEvents', 'StartExecution', 1]]);
    assert.deepEqual(samplesOf(tally, 'requests_refused_total'), [['quota', 1]]);
  });

  test('shows the size of buckets where there are some', () => {
    assert.deepEqual(samplesOf(new RequestTally({ hasQuotas: false }), 'quota'), []);
    const shown = samplesOf(new RequestTally({ hasQuotas: true }), 'quota');
    assert.deepEqual(
      shown.find(([, operation]) => operation === 'StartExecution'),
      ['ProvisionedBucketSize', 'StartExecution', 1300],
    );
  });
});

function samplesOf(tally: RequestTally, name: string): (string | number | object)[][] {
  const { samples = [] } = tally.metrics().find((metric) => metric.name === name) ?? {};
  return samples.map(({ labels = {}, value }) => [...Object.values(labels), value]);
}

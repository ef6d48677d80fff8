import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Delivery } from './delivery.ts';
import { scheduledAttributes, scheduledInput } from './scheduled-input.ts';

const DELIVERY: Delivery = {
  ...{
    scope: { region: 'us-east-1', account: '123456789012' },
    ruleArn: 'arn',
    target: { Id: '1', Arn: 'a' },
  },
  ...{ eventId: 'e', at: 1_000, scheduledAt: 0, failed: 1 },
  event: '<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id>',
};

describe('The input of a schedule’s target', () => {
  test('has its context attributes filled in', () => {
    assert.equal(scheduledInput(DELIVERY), 'arn 1970-01-01T00:00:00Z e');
    assert.equal(scheduledInput({ ...DELIVERY, event: '<aws.scheduler.attempt-number>' }), '2');
  });

  test('keeps what is none', () => {
    assert.equal(scheduledInput({ ...DELIVERY, event: '<aws.scheduler.x> $&' }), '<aws.scheduler.x> $&');
  });
});

test('A dead-letter queue is told which moment of which schedule it was', () => {
  const { SCHEDULE_ARN, SCHEDULED_TIME, EXECUTION_ID } = scheduledAttributes(DELIVERY);
  assert.deepEqual([SCHEDULE_ARN, SCHEDULED_TIME, EXECUTION_ID], ['arn', '1970-01-01T00:00:00Z', 'e']);
});

import type { Delivery } from './delivery.ts';

/** What a schedule's target is given: its input, with what AWS calls context attributes filled in. */
export function scheduledInput(delivery: Delivery): string {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': delivery.ruleArn,
    'scheduled-time': timeOf(delivery),
    'execution-id': delivery.eventId,
    'attempt-number': `${delivery.failed + 1}`,
  };
  return delivery.event.replaceAll(ATTRIBUTE, (found, name: string) => values[name] ?? found);
}

const ATTRIBUTE = /<aws\.scheduler\.(schedule-arn|scheduled-time|execution-id|attempt-number)>/g;

/** What its dead-letter queue is told besides. */
export function scheduledAttributes(delivery: Delivery): Readonly<Record<string, string>> {
  return {
    ...{ SCHEDULE_ARN: delivery.ruleArn, SCHEDULED_TIME: timeOf(delivery), EXECUTION_ID: delivery.eventId },
    IS_PAYLOAD_TRUNCATED: 'false',
  };
}

function timeOf({ scheduledAt, at }: Delivery): string {
  return new Date(scheduledAt ?? at).toISOString().replace(/\.\d+Z$/, 'Z');
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { type Delivery, deliveryId, nextAttemptAt } from './delivery.ts';

test('The same event, rule and target have one id, which is a UUID; any other has another', () => {
  const id = deliveryId(delivery({}));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(deliveryId(delivery({ failed: 3, at: 9 })), id);
  const others = [{ eventId: 'f' }, { ruleArn: 's' }, { target: { Id: '2', Arn: 'a' } }];
  assert.equal(new Set([id, ...others.map((other) => deliveryId(delivery(other)))]).size, 4);
});

test('What has failed is tried again later and later, for a day and 185 times', () => {
  assert.equal(nextAttemptAt(delivery({}), 0), 1_000);
  assert.equal(nextAttemptAt(delivery({ failed: 3 }), 5_000), 13_000);
  assert.equal(nextAttemptAt(delivery({ failed: 30 }), 0), 600_000);
  assert.equal(nextAttemptAt(delivery({ failed: 185 }), 0), 'MaximumRetryAttempts');
  assert.equal(nextAttemptAt(delivery({}), 86_400_000), 'MaximumEventAgeInSeconds');
});

test('The target’s own policy may give up sooner', () => {
  const withPolicy = (RetryPolicy: JsonObject, failed: number) =>
    nextAttemptAt(delivery({ target: { Id: '1', Arn: 'a', RetryPolicy }, failed }), 0);
  assert.equal(withPolicy({ MaximumRetryAttempts: 0 }, 0), 'MaximumRetryAttempts');
  assert.equal(withPolicy({ MaximumRetryAttempts: 2 }, 1), 2_000);
  assert.equal(withPolicy({ MaximumEventAgeInSeconds: 60 }, 9), 'MaximumEventAgeInSeconds');
});

function delivery(more: Partial<Delivery>): Delivery {
  return {
    ...{ scope: { region: 'r', account: 'a' }, ruleArn: 'r', target: { Id: '1', Arn: 'a' } },
    ...{ eventId: 'e', event: '{}', at: 0, failed: 0 },
    ...more,
  };
}

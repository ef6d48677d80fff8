import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '../base/service-error.ts';
import { routingOf } from './routing.ts';

const M = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';

describe('a routing configuration', () => {
  test('names versions of one machine and their weights', () => {
    assert.deepEqual(routingOf([route(`${M}:1`, 70), route(`${M}:12`, 30)]), {
      ...{ region: 'us-east-1', account: '123456789012', machine: 'm' },
      routes: [
        { version: 1, weight: 70 },
        { version: 12, weight: 30 },
      ],
    });
  });

  test('may have one route only, with all the weight', () => {
    routingOf([route(`${M}:1`, 100)]);
    refused([route(`${M}:1`, 99)], 'Sum of routing configuration weights must equal 100. Received: [99]');
  });

  test('has weights that add up to 100', () => {
    const message = 'Sum of routing configuration weights must equal 100. Received: [70, 31]';
    refused([route(`${M}:1`, 70), route(`${M}:2`, 31)], message);
  });

  test('has versions, not machines, aliases or other things', () => {
    for (const arn of [M, `${M}:live`, `${M}/label:1`, 'nope']) {
      const message = `Routing configuration must contain state machine version ARNs. Received: [${arn}, ${M}:2]`;
      refused([route(arn, 70), route(`${M}:2`, 30)], message);
    }
  });

  test('has each version once', () => {
    const message = `Routing configuration must contain distinct state machine version ARNs. Received: [${M}:1, ${M}:1]`;
    refused([route(`${M}:1`, 50), route(`${M}:1`, 50)], message);
  });

  test('has versions of one machine', () => {
    const message = `Routing configuration must contain versions of one state machine. Received: [${M}:1, ${M}2:1]`;
    refused([route(`${M}:1`, 50), route(`${M}2:1`, 50)], message);
  });
});

function route(stateMachineVersionArn: string, weight: number) {
  return { stateMachineVersionArn, weight };
}

function refused(items: readonly ReturnType<typeof route>[], message: string): void {
  assert.throws(
    () => routingOf(items),
    (error) => {
      assert.ok(error instanceof ServiceError);
      assert.deepEqual([error.message, error.reason], [message, 'INVALID_ROUTING_CONFIGURATION']);
      return true;
    },
  );
}

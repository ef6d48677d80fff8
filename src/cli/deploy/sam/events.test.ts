import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../../base/json.ts';
import { addEvents } from './events.ts';
import { Expansion } from './expansion.ts';

describe('Events of SAM', () => {
  test('a schedule calls with its input, and may be off', () => {
    const { FDaily } = added('function', {
      Type: 'Schedule',
      Properties: { Schedule: 'rate(1 day)', Input: '{}', Enabled: false },
    });
    assert.deepEqual(FDaily.Properties, {
      ...{ ScheduleExpression: 'rate(1 day)', State: 'DISABLED' },
      Targets: [{ Id: 'FDailyTarget', Arn: { 'Fn::GetAtt': ['F', 'Arn'] }, Input: '{}' }],
    });
  });
  test('what they make shares the condition of its owner', () => {
    assert.equal(
      added('function', { Type: 'Schedule', Properties: { Schedule: 'x' } }).FDaily.Condition,
      'C',
    );
  });
  test('what is unknown or missing is refused', () => {
    assert.throws(() => added('function', { Type: 'Kinesis' }), /no events of type Kinesis/);
    assert.throws(
      () => added('function', { Type: 'Schedule', Properties: { Nope: 1 } }),
      /does not have Nope/,
    );
    assert.throws(() => added('function', { Type: 'Schedule' }), /Schedule is missing/);
    assert.throws(
      () => added('machine', { Type: 'SQS', Properties: { Queue: 'q' } }),
      /calls functions only/,
    );
  });
});

function added(kind: 'function' | 'machine', event: JsonObject) {
  const expansion = new Expansion();
  const owner = {
    logicalId: 'F',
    path: [],
    properties: { Events: { Daily: event } },
    shared: { Condition: 'C' },
  };
  addEvents({ kind, owner }, expansion);
  return Object(expansion.resources);
}

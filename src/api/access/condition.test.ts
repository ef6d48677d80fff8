import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { type RequestContext, readConditions } from './condition.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:orders';

describe('A condition', () => {
  test('compares texts', () => {
    holds('StringEquals', 'aws:SourceAccount', ['1', '123456789012']);
    holds('StringEqualsIgnoreCase', 'AWS:SourceArn', TOPIC.toUpperCase());
    holds('StringLike', 'aws:SourceArn', 'arn:*orders');
    holds('StringNotLike', 'aws:SourceArn', 'arn:*bills');
    fails('StringNotEquals', 'aws:SourceAccount', ['1', '123456789012']);
    fails('StringEquals', 'aws:SourceArn', TOPIC.toUpperCase());
  });

  test('compares ARNs part by part', () => {
    for (const operator of ['ArnLike', 'ArnEquals']) {
      holds(operator, 'aws:SourceArn', 'arn:aws:sns:*:123456789012:ord?rs');
      fails(operator, 'aws:SourceArn', 'arn:aws:*:orders:::');
      fails(operator, 'aws:SourceArn', 'arn:aws:sqs:*:*:*');
    }
    holds('ArnNotLike', 'aws:SourceArn', 'arn:aws:sqs:*:*:*');
  });

  test('compares moments, numbers and addresses', () => {
    holds('DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z');
    fails('DateLessThanEquals', 'aws:CurrentTime', '2026-01-01T00:00:00Z');
    holds('DateLessThan', 'aws:EpochTime', '4102444800');
    holds('NumericGreaterThanEquals', 'aws:EpochTime', 1_780_000_000);
    holds('IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '203.0.113.7']);
    holds('NotIpAddress', 'aws:SourceIp', '192.168.0.0/16');
    fails('IpAddress', 'aws:SourceIp', '2001:db8::/32');
  });

  test('on what is absent does not hold, but for what must not fit, or says so', () => {
    const absent = { 'aws:sourceip': '10.1.2.3' };
    fails('StringEquals', 'aws:SourceArn', TOPIC, absent);
    fails('ForAnyValue:StringEquals', 'aws:SourceArn', TOPIC, absent);
    holds('StringNotEquals', 'aws:SourceArn', TOPIC, absent);
    holds('StringEqualsIfExists', 'aws:SourceArn', TOPIC, absent);
    holds('ForAllValues:StringEquals', 'aws:SourceArn', TOPIC, absent);
    holds('Null', 'aws:SourceArn', 'true', absent);
    fails('Null', 'aws:SourceArn', true);
    fails('StringEqualsIfExists', 'aws:SourceArn', 'other');
  });

  test('that cannot be judged is none', () => {
    for (const [operator, key, value] of [
      ['BinaryEquals', 'aws:SourceArn', 'x'],
      ['StringEquals', 'aws:RequestTag/team', 'x'],
      ['StringEquals', 'aws:SourceArn', ['$', '{aws:username}'].join('')],
      ['StringEquals', 'aws:SourceArn', null],
      ['ArnLike', 'aws:SourceArn', 'orders'],
      ['IpAddress', 'aws:SourceIp', '10.0.0.0/33'],
      ['DateLessThan', 'aws:CurrentTime', 'tomorrow'],
      ['Null', 'aws:SourceArn', 'perhaps'],
      ['ForSomeValues:StringEquals', 'aws:SourceArn', 'x'],
    ] as const)
      assert.equal(judged(operator, key, value), undefined, operator);
  });
});

const CONTEXT: RequestContext = {
  ...{ 'aws:sourcearn': TOPIC, 'aws:sourceaccount': '123456789012', 'aws:sourceip': '10.1.2.3' },
  ...{ 'aws:currenttime': '2026-11-27T00:00:00Z', 'aws:epochtime': '1795737600' },
};

function judged(operator: string, key: string, value: Json) {
  const read = readConditions({ [operator]: { [key]: value } });
  assert.ok('conditions' in read);
  return read.conditions[0]?.holds;
}

function holds(operator: string, key: string, value: Json, context = CONTEXT): void {
  assert.equal(judged(operator, key, value)?.(context), true, `${operator} ${key}`);
}

function fails(operator: string, key: string, value: Json, context = CONTEXT): void {
  assert.equal(judged(operator, key, value)?.(context), false, `${operator} ${key}`);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { requestedOfEvents } from './requested-of-events.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const ARN = 'arn:aws:events:us-east-1:123456789012';

describe('A call of EventBridge', () => {
  test('is about the rule it names, on its bus', () => {
    asks('PutRule', { Name: 'r' }, [['events:PutRule', `${ARN}:rule/r`]]);
    asks('PutTargets', { Rule: 'r', EventBusName: 'shop' }, [['events:PutTargets', `${ARN}:rule/shop/r`]]);
    asks('DeleteRule', { Name: 'r', EventBusName: `${ARN}:event-bus/shop` }, [
      ['events:DeleteRule', `${ARN}:rule/shop/r`],
    ]);
  });

  test('that puts events is about every bus it puts them on', () => {
    asks('PutEvents', { Entries: [{}, { EventBusName: 'shop' }, {}] }, [
      ['events:PutEvents', `${ARN}:event-bus/default`],
      ['events:PutEvents', `${ARN}:event-bus/shop`],
    ]);
  });

  test('that names another account’s bus says so, whatever partition it is written in', () => {
    const foreign = `${ARN}:event-bus/b`.replace('123456789012', '000000000001');
    asks('PutEvents', { Entries: [{ EventBusName: foreign.replace('aws', 'aws-cn') }] }, [
      ['events:PutEvents', foreign],
    ]);
  });

  test('that tags on the way asks for that, too', () => {
    asks('PutRule', { Name: 'r', Tags: [{ Key: 'a', Value: 'b' }] }, [
      ['events:PutRule', `${ARN}:rule/r`],
      ['events:TagResource', `${ARN}:rule/r`],
    ]);
    asks('TagResource', { ResourceARN: `${ARN}:rule/r` }, [['events:TagResource', `${ARN}:rule/r`]]);
  });

  test('that names nothing is about *', () => {
    asks('ListRules', {}, [['events:ListRules', '*']]);
    asks('PutRule', { Name: 1 }, [['events:PutRule', '*']]);
    asks('constructor', {}, [['events:constructor', '*']]);
  });
});

function asks(operation: string, input: JsonObject, wanted: readonly (readonly [string, string])[]): void {
  const found = requestedOfEvents({
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), requestId: 'r' },
    headers: { 'x-amz-target': `AWSEvents.${operation}` },
    ...{ body: Buffer.from(JSON.stringify(input)), scope: SCOPE, signal: new AbortController().signal },
  });
  assert.deepEqual(
    found.map(({ action, resource }) => [action, resource]),
    wanted,
  );
}

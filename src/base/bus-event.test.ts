import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busEventText } from './bus-event.ts';

test('An event is told as EventBridge tells it, its detail as it was written', () => {
  const text = busEventText({
    ...{ id: 'i', source: 'shop', detailType: 'Sold', at: Date.parse('2026-01-01T12:00:00.987Z') },
    ...{ scope: { region: 'eu-west-1', account: '123456789012' }, resources: ['arn:a'] },
    detail: '{"price": 1.10}',
  });
  assert.equal(
    text,
    '{"version":"0","id":"i","detail-type":"Sold","source":"shop","account":"123456789012",' +
      '"time":"2026-01-01T12:00:00Z","region":"eu-west-1","resources":["arn:a"],"detail":{"price": 1.10}}',
  );
});

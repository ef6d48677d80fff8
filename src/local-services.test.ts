import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../test/engine/fake-clock.ts';
import { attemptOf } from '../test/local/endpoint-under-test.ts';
import { localServices } from './local-services.ts';
import { createMemoryStore } from './store/memory/memory-store.ts';

test('A Task state reaches the local services, each loaded by its first call', async () => {
  const local = services();
  const attempt = attemptOf('events', 'putEvents', {
    Entries: [{ Source: 's', DetailType: 't', Detail: {} }],
  });
  const integration = local.integrations(attempt.resource);
  const result = await integration?.send(attempt, new AbortController().signal);
  assert.equal(result?.text, '{"Entries":[{"EventId":"u"}],"FailedEntryCount":0}');
  assert.equal(local.integrations(attemptOf('glue', 'startJobRun', {}).resource), undefined);
  await local.close();
});

test('Nobody awaits the status of an execution where there is no rule', async () => {
  const local = services();
  await local.load();
  assert.deepEqual(local.queues({ region: 'us-east-1', account: '123456789012' }), []);
  await local.close();
});

function services() {
  return localServices({
    ...{ documents: createMemoryStore(), clock: new FakeClock(), url: () => 'http://here', all: () => ({}) },
    ...{ directory: undefined, entropy: { random: () => 0.5, uuid: () => 'u' } },
    log: () => {},
    onDefect: (error) => assert.fail(String(error)),
  });
}

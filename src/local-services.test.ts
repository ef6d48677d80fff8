import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { attemptOf } from '../test/local/endpoint-under-test.ts';
import type { ServiceRequest } from './base/http-service.ts';
import { SessionKeys } from './base/session-keys.ts';
import { type LocalPorts, type LocalServices, localServices } from './local-services.ts';
import { createMemoryStore } from './store/memory/memory-store.ts';
import { systemClock } from './system.ts';

describe('The local services', () => {
  test('of this server are what tasks reach', async () => {
    const { local } = placeOf();
    await call(local, 'CreateQueue', { QueueName: 'q' });
    const QueueUrl = 'http://localhost:1/123456789012/q';
    const attempt = attemptOf('sqs', 'sendMessage', { QueueUrl, MessageBody: 'a' });
    const sent = await local.integrations.sqs?.send(attempt, new AbortController().signal);
    assert.match(String(sent?.text), /^{"MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":/);
    assert.match(await call(local, 'ReceiveMessage', { QueueUrl }), /"Body":"a"/);
    await local.close();
  });

  test('take events of tasks, each service loaded by its first call', async () => {
    const { local } = placeOf();
    const entry = { Source: 's', DetailType: 't', Detail: {} };
    const attempt = attemptOf('events', 'putEvents', { Entries: [entry] });
    const result = await local.integrations.events?.send(attempt, new AbortController().signal);
    assert.match(String(result?.text), /^{"Entries":\[{"EventId":"[^"]+"}\],"FailedEntryCount":0}$/);
    await local.close();
  });

  test('await the status of no execution where there is no rule', async () => {
    const { local } = placeOf();
    await local.load();
    assert.deepEqual(local.queues({ region: 'us-east-1', account: '123456789012' }), []);
    await local.close();
  });

  test('show mails in dev mode only', () => {
    const shown = (mode: 'dev' | 'server') =>
      Object.keys(placeOf({ mode }).local.pages).filter((path) => path.startsWith('/mail'));
    assert.deepEqual([shown('dev'), shown('server')], [['/mail', '/mail.json'], []]);
  });

  test('take mails from programs when told to', async () => {
    const { local } = placeOf({ smtpSink: 0 });
    const { smtpPort = 0 } = await local.open();
    assert.ok(smtpPort > 0);
    await local.close();
  });

  test('go on with deliveries that a former server has left', async () => {
    const { local, documents } = placeOf();
    const message = {
      type: 'Notification',
      messageId: 'm',
      scope: {},
      topicArn: '',
      message: 'x',
      publishedAt: 0,
    };
    const subscription = { scope: {}, topic: '', id: 's', protocol: 'sms', endpoint: '+1', attributes: {} };
    const delivery = { subscription, failures: 0, notBefore: 0 };
    await documents.write([
      { kind: 'sns-message', key: 'm', text: JSON.stringify(message), expectedVersion: 0 },
      { kind: 'sns-delivery', key: 'm/s', text: JSON.stringify(delivery), expectedVersion: 0 },
    ]);
    await local.open();
    while ((await documents.documents('sns-delivery', { prefix: '', limit: 1 })).length > 0) {
      await new Promise(setImmediate);
    }
    assert.equal((await documents.documents('mail', { prefix: '', limit: 9 })).length, 1);
    await local.close();
  });
});

function placeOf(change: Partial<LocalPorts> = {}) {
  const documents = createMemoryStore();
  const local: LocalServices = localServices({
    ...{ documents, clock: systemClock, entropy: { random: () => 0, uuid: () => randomUUID() } },
    ...{ url: () => 'http://localhost:1', mode: 'dev', functions: { invoke: async () => undefined } },
    ...{ credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, all: () => local.services },
    ...{ sessionKeys: new SessionKeys(Buffer.alloc(32)), enforcesRoles: false },
    ...{ directory: undefined, log: () => undefined },
    onDefect: (error) => assert.fail(String(error)),
    ...change,
  });
  return { local, documents };
}

async function call(
  local: ReturnType<typeof localServices>,
  operation: string,
  input: object,
): Promise<string> {
  const request: ServiceRequest = {
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), requestId: 'r' },
    headers: { 'x-amz-target': `AmazonSQS.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
    scope: { region: 'us-east-1', account: '123456789012' },
    signal: new AbortController().signal,
  };
  return String((await local.services.sqs?.handle(request))?.body);
}

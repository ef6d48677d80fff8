import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { HttpService } from '../../src/base/http-service.ts';
import type { JsonObject } from '../../src/base/json.ts';
import type { FunctionRecords } from '../../src/local/lambda/functions.ts';
import { queuePort } from '../../src/local/lambda/queue-port.ts';
import { openSqs } from '../../src/local/sqs/sqs.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { systemClock, systemEntropy } from '../../src/system.ts';
import { type HostUnderTest, memoryRecords, SCOPE, startHost } from './host-under-test.ts';

const PATH = '/2015-03-31/event-source-mappings';
const ARN = 'arn:aws:sqs:us-east-1:123456789012:q';
const QueueUrl = 'http://here/123456789012/q';

describe('A queue of a function', () => {
  test('gives it messages, and forgets them', () =>
    on({}, async ({ host, sqs, seen }) => {
      await asked(host, 'POST', PATH, { EventSourceArn: ARN, FunctionName: 'f' });
      await sqs('SendMessage', { QueueUrl, MessageBody: 'hello' });
      const { Records } = JSON.parse(await seen());
      assert.deepEqual([Records.length, Records[0].body, Records[0].eventSourceARN], [1, 'hello', ARN]);
      await isEmpty(sqs);
    }));

  test('goes on after a restart', () =>
    on({}, async ({ host, sqs, seen, restart }) => {
      await asked(host, 'POST', PATH, { EventSourceArn: ARN, FunctionName: 'f' });
      await host.lambda.close();
      await sqs('SendMessage', { QueueUrl, MessageBody: 'later' });
      await using _again = await restart();
      assert.equal(JSON.parse(await seen()).Records[0].body, 'later');
    }));

  test('keeps what the function reports as failed', () =>
    on({ VisibilityTimeout: '3' }, async ({ host, sqs, seen }) => {
      const FunctionResponseTypes = ['ReportBatchItemFailures'];
      await asked(host, 'POST', PATH, { EventSourceArn: ARN, FunctionName: 'f', FunctionResponseTypes });
      await sqs('SendMessage', { QueueUrl, MessageBody: 'fails' });
      const [first] = JSON.parse(await seen()).Records;
      const [second] = JSON.parse(await seen()).Records;
      assert.deepEqual([second.messageId, second.attributes.ApproximateReceiveCount], [first.messageId, '2']);
    }));
});

interface Setting {
  readonly host: HostUnderTest;
  sqs(operation: string, input: JsonObject): Promise<JsonObject>;
  /** What the function was called with, once it was. */
  seen(): Promise<string>;
  /** Another host on the same records. */
  restart(): Promise<HostUnderTest>;
}

/** A host beside a queue; its function tells a server of ours what it gets, and reports all of it as failed. */
async function on(
  attributes: Record<string, string>,
  claim: (setting: Setting) => Promise<void>,
): Promise<void> {
  const documents = createMemoryStore();
  const service = await openSqs({
    ...{
      documents,
      clock: systemClock,
      entropy: systemEntropy,
      url: () => 'http://here',
      bodyBytesMax: 2 ** 21,
    },
  });
  const directory = await mkdtemp(join(tmpdir(), 'stepwell-mappings-'));
  const listener = await tellingServer();
  const kept: { records: FunctionRecords; mappings: FunctionRecords } = {
    records: memoryRecords(),
    mappings: memoryRecords(),
  };
  const start = () => startHost({ ...kept, directory, queues: queuePort(() => service.api, randomUUID) });
  const sqs = (operation: string, input: JsonObject) => ask(service.api, operation, input);
  await sqs('CreateQueue', { QueueName: 'q', Attributes: attributes });
  const host = await start();
  try {
    await host.create('f', 'index.js', tells(listener.url), { Timeout: 3 });
    await claim({ host, sqs, seen: listener.seen, restart: start });
  } finally {
    await host.lambda.close();
    await service.close();
    listener.close();
    await rm(directory, { recursive: true, force: true });
  }
}

const tells = (url: string) => `exports.handler = async (event) => {
  await fetch('${url}', { method: 'POST', body: JSON.stringify(event) });
  return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}`;

async function tellingServer() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.end();
      server.emit('told');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return {
    url: `http://127.0.0.1:${address.port}`,
    async seen(): Promise<string> {
      while (bodies.length === 0) await once(server, 'told');
      return bodies.shift() ?? '';
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function ask(service: HttpService, operation: string, input: JsonObject): Promise<JsonObject> {
  const call = { scope: SCOPE, signal: new AbortController().signal };
  const { isDone, body } = await queuePort(() => service, randomUUID)(operation, input, call);
  assert.ok(isDone, JSON.stringify(body));
  return body;
}

/** Nothing is left in the queue, also not hidden. */
async function isEmpty(sqs: Setting['sqs']): Promise<void> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  for (;;) {
    const { Attributes } = await sqs('GetQueueAttributes', { QueueUrl, AttributeNames });
    if (Object.values(Attributes ?? {}).every((count) => count === '0')) return;
    await new Promise(setImmediate);
  }
}

async function asked(host: HostUnderTest, method: string, path: string, body?: unknown) {
  const response = await host.request(method, path, body);
  assert.ok(response.status < 300, String(response.body));
  return JSON.parse(String(response.body));
}

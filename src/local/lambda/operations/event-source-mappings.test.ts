import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { type HostUnderTest, startHost } from '../../../../test/lambda/host-under-test.ts';
import type { QueuePort } from '../queue-port.ts';

const PATH = '/2015-03-31/event-source-mappings';
const ARN = 'arn:aws:sqs:us-east-1:123456789012:q';

describe('An event source mapping', () => {
  test('is made, found, changed and deleted', () =>
    on(async (host) => {
      const made = { EventSourceArn: ARN, FunctionName: 'f', Enabled: false };
      const { UUID, State } = await asked(host, 'POST', PATH, made);
      assert.equal(State, 'Disabled');
      const updated = await asked(host, 'PUT', `${PATH}/${UUID}`, { Enabled: true, BatchSize: 5 });
      assert.deepEqual([updated.State, updated.BatchSize], ['Enabled', 5]);
      const found = await asked(host, 'GET', `${PATH}?FunctionName=f&EventSourceArn=${ARN}`);
      assert.equal(found.EventSourceMappings[0].UUID, UUID);
      assert.equal((await asked(host, 'DELETE', `${PATH}/${UUID}`)).State, 'Deleting');
      assert.equal((await host.request('GET', `${PATH}/${UUID}`)).status, 404);
    }));

  test('is refused where Lambda refuses it, and where it would pretend', () =>
    on(async (host) => {
      const made = { EventSourceArn: ARN, FunctionName: 'f' };
      await asked(host, 'POST', PATH, made);
      const refusals: readonly [object, number, RegExp][] = [
        [made, 409, /already exists/],
        [{ ...made, EventSourceArn: `${ARN}2` }, 400, /The specified queue does not exist/],
        [{ ...made, EventSourceArn: ARN.replace('123456789012', '000000000001') }, 400, /same account/],
        [
          { ...made, EventSourceArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/s' },
          400,
          /SQS queues only/,
        ],
        [{ ...made, FunctionName: 'gone' }, 404, /Function not found/],
        [
          { ...made, FunctionName: 'g' },
          400,
          /visibility timeout: 30 seconds is less than Function timeout: 90/,
        ],
        [{ ...made, BatchSize: 11 }, 400, /batch window in seconds must be greater than 0/],
        [{ ...made, BatchSize: 0 }, 400, /'batchSize'/],
        [{ ...made, FilterCriteria: {} }, 400, /does not support FilterCriteria/],
      ];
      for (const [body, status, message] of refusals) {
        const response = await host.request('POST', PATH, body);
        const refusal = JSON.parse(String(response.body));
        assert.equal(response.status, status, String(response.body));
        assert.match(refusal.message ?? refusal.Message, message);
      }
    }));
});

async function on(claim: (host: HostUnderTest) => Promise<void>): Promise<void> {
  await using host = await startHost({ queues: oneEmptyQueue });
  await host.create('f', 'index.js', '', { Timeout: 3 });
  await host.create('g', 'index.js', '', { Timeout: 90 });
  await claim(host);
}

const oneEmptyQueue: QueuePort = async (operation, { QueueUrl }, { signal }) => {
  if (!String(QueueUrl).endsWith('/q')) {
    return { isDone: false, body: { message: 'The specified queue does not exist.' } };
  }
  if (operation !== 'ReceiveMessage')
    return { isDone: true, body: { Attributes: { VisibilityTimeout: '30' } } };
  if (!signal.aborted) await once(signal, 'abort');
  return { isDone: true, body: {} };
};

async function asked(host: HostUnderTest, method: string, path: string, body?: unknown) {
  const response = await host.request(method, path, body);
  assert.ok(response.status < 300, String(response.body));
  return JSON.parse(String(response.body));
}

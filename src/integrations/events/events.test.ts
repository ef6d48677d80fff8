import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attemptOf, endpointOf } from '../../../test/local/endpoint-under-test.ts';
import type { JsonObject } from '../../base/json.ts';
import { createEventsIntegration } from './events.ts';

describe('events:putEvents', () => {
  test('prints a detail that is no text, and names machine and execution behind the resources', async () => {
    const { sent, executionArn } = await put([{ Source: 's', Detail: { a: [1] }, Resources: ['r'] }]);
    const machineArn = executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, '');
    assert.deepEqual(sent.Entries, [
      { Source: 's', Detail: '{"a":[1]}', Resources: ['r', machineArn, executionArn] },
    ]);
  });

  test('leaves a detail that is text as it is', async () => {
    const { sent } = await put([{ Detail: '{"a": 1.0}' }]);
    assert.match(JSON.stringify(sent), /"Detail":"\{\\"a\\": 1\.0\}"/);
  });

  test('answers without the metadata of an SDK', async () => {
    assert.equal((await put([])).result, '{"Entries":[{"EventId":"e"}],"FailedEntryCount":0}');
  });

  test('fails with the whole answer when an entry was not taken', async () => {
    const answer = '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail"}]}';
    await fails(
      { body: answer },
      'EventBridge.FailedEntry',
      '{"Entries":[{"ErrorCode":"MalformedDetail"}],"FailedEntryCount":1}',
    );
  });

  test('fails with the service’s error when it refuses', async () => {
    await fails(
      { status: 400, body: '{"__type":"ValidationException","message":"No."}' },
      'EventBridge.AmazonEventBridgeException',
      'No. (Service: AmazonEventBridge; Status Code: 400; Error Code: ValidationException; Request ID: r; Proxy: null)',
    );
    await fails({ status: 502, body: '<html>' }, 'EventBridge.SdkClientException', /not JSON/);
  });
});

async function put(Entries: readonly JsonObject[], change: object = {}) {
  const { endpoint, sent } = endpointOf({
    body: '{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}',
    ...change,
  });
  const attempt = attemptOf('events', 'putEvents', { Entries });
  const result = await createEventsIntegration(endpoint).send(attempt, new AbortController().signal);
  return { sent: JSON.parse(sent()[0] ?? ''), result: result.text, executionArn: attempt.executionArn };
}

async function fails(answer: object, error: string, cause: string | RegExp): Promise<void> {
  await assert.rejects(put([{}], answer), { error, message: cause });
}

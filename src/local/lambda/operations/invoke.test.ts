import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memoryRecords, noQueues } from '../../../../test/lambda/host-under-test.ts';
import type { ServiceResponse } from '../../../base/http-service.ts';
import type { FunctionAnswer, FunctionCall } from '../../../integrations/lambda/port.ts';
import { CodeStore } from '../code-store.ts';
import { Functions } from '../functions.ts';
import { Mappings } from '../mappings.ts';
import { Refusal } from '../refusal.ts';
import { invoke } from './invoke.ts';

describe('Invoke', () => {
  test('waits for the function unless it is told otherwise', () =>
    calls(
      { body: '{"a":1.0}' },
      { functionName: 'f', payload: '{"a":1.0}', invocationType: 'RequestResponse' },
    ));
  test('sends an empty object when the body is empty', () => calls({ body: '' }, { payload: '{}' }));
  test('passes type, qualifier and context on', () =>
    calls(
      { query: 'Qualifier=1', headers: { 'x-amz-invocation-type': 'Event', 'x-amz-client-context': 'e30=' } },
      { invocationType: 'Event', qualifier: '1', clientContext: 'e30=' },
    ));

  test('answers with the payload and the version', () =>
    answers({}, { payload: '{"a": 1}' }, [200, '{"a": 1}', [...HEADERS, 'X-Amz-Executed-Version']]));
  test('marks the failure of a function', () =>
    answers({}, { functionError: 'Unhandled' }, [
      200,
      'null',
      [...HEADERS, 'X-Amz-Executed-Version', 'X-Amz-Function-Error'],
    ]));
  test('brings the log when it is asked for', async () => {
    const { headers } = await ask(WITH_LOG, answerWith({ logTail: 'START ü' }));
    assert.equal(headers['X-Amz-Log-Result'], Buffer.from('START ü').toString('base64'));
  });
  test('answers an event with its id alone, log or not', () =>
    answers(WITH_LOG, { statusCode: 202, payload: '' }, [202, '', ['x-amzn-RequestId']]));
  test('answers a dry run with its id alone', () =>
    answers({}, { statusCode: 204, payload: '' }, [204, '', ['x-amzn-RequestId']]));

  test('takes 6 MB, for an event 1 MB', async () => {
    await calls({ body: text(6_291_456) }, { invocationType: 'RequestResponse' });
    await calls({ body: text(1_048_576), headers: EVENT }, { invocationType: 'Event' });
  });
  test('refuses more', async () => {
    await refuses({ body: text(6_291_457) }, 'RequestTooLargeException', /smaller than 6291456 bytes/);
    await refuses(
      { body: text(1_048_577), headers: EVENT },
      'RequestTooLargeException',
      /smaller than 1048576 bytes/,
    );
  });
  test('refuses what is not JSON', () =>
    refuses({ body: '{' }, 'InvalidRequestContentException', /^Could not parse request body into json: /));
  test('refuses a context that is not JSON', () =>
    refuses(
      { headers: { 'x-amz-client-context': 'e3s=' } },
      'InvalidRequestContentException',
      /^Client context must be a valid Base64-encoded JSON object/,
    ));
  test('refuses a type that it does not know', () =>
    refuses(
      { headers: { 'x-amz-invocation-type': 'Later' } },
      'ValidationException',
      /'Later' at 'invocationType'.*\[RequestResponse, Event, DryRun\]$/,
    ));
  test('refuses a name that no function can have', () =>
    refuses({ functionName: 'a b' }, 'ValidationException', /'a b' at 'functionName'/));

  test('names the function that is not there, with its qualifier', async () => {
    await misses({ functionName: 'gone' }, 'gone:$LATEST');
    await misses({ functionName: 'gone:live' }, 'gone:live');
    await misses({ functionName: 'gone', query: 'Qualifier=7' }, 'gone:7');
  });
});

interface Asked {
  readonly functionName?: string;
  readonly body?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const HEADERS = ['x-amzn-RequestId', 'Content-Type'];
const EVENT = { 'x-amz-invocation-type': 'Event' };
const WITH_LOG: Asked = { headers: { 'x-amz-log-type': 'Tail' } };

/** A JSON string of that many bytes. */
function text(bytes: number): string {
  return JSON.stringify('x'.repeat(bytes - 2));
}

type Answering = (call: FunctionCall) => FunctionAnswer | undefined;

function answerWith(answer: Partial<FunctionAnswer>): Answering {
  const plain = { statusCode: 200, payload: 'null', executedVersion: '$LATEST', requestId: 'r', logTail: '' };
  return () => ({ ...plain, ...answer });
}

function ask(
  { functionName = 'f', body = '{}', query = '', headers = {} }: Asked,
  answering: Answering,
): Promise<ServiceResponse> {
  const code = new CodeStore('/nowhere');
  const host = { invoke: async (call: FunctionCall) => answering(call), forget: async () => {} };
  const services = {
    functions: new Functions(memoryRecords(), code, undefined),
    code,
    host,
    mappings: new Mappings(memoryRecords(), { queues: noQueues, host }),
    queues: noQueues,
    entropy: { random: () => 0.5, uuid: () => 'uuid' },
    now: () => 0,
  };
  const request = {
    method: 'POST',
    path: `/2015-03-31/functions/${functionName}/invocations`,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.from(body),
    scope: { account: '123456789012', region: 'us-east-1' },
    requestId: 'request',
    signal: new AbortController().signal,
  };
  return invoke({ detail: '', functionName, request }, services);
}

async function calls(asked: Asked, expected: Partial<FunctionCall>): Promise<void> {
  const seen: FunctionCall[] = [];
  const answer = answerWith({});
  await ask(asked, (call) => {
    seen.push(call);
    return answer(call);
  });
  assert.partialDeepStrictEqual(seen, [expected]);
}

async function answers(
  asked: Asked,
  answer: Partial<FunctionAnswer>,
  [status, body, names]: readonly [number, string, readonly string[]],
): Promise<void> {
  const response = await ask(asked, answerWith(answer));
  assert.deepEqual([response.status, response.body, Object.keys(response.headers)], [status, body, names]);
}

async function refuses(asked: Asked, code: string, message: RegExp): Promise<void> {
  await assert.rejects(ask(asked, answerWith({})), (thrown) => {
    assert.ok(thrown instanceof Refusal);
    assert.equal(thrown.code, code);
    assert.match(thrown.message, message);
    return true;
  });
}

async function misses(asked: Asked, name: string): Promise<void> {
  const message = `Function not found: arn:aws:lambda:us-east-1:123456789012:function:${name}`;
  await assert.rejects(
    ask(asked, () => undefined),
    new Refusal('ResourceNotFoundException', message),
  );
}

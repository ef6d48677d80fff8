import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceRequest } from '../../base/http-service.ts';
import { JsonService } from './json-service.ts';
import { ServiceRefusal } from './refusal.ts';

describe('A service that speaks AWS JSON', () => {
  test('passes input and scope to the operation and answers with its output', async () => {
    assert.deepEqual(await answerTo({}), { status: 200, body: { said: 'hello', account: '123456789012' } });
  });

  test('an empty body is an empty input', async () => {
    assert.deepEqual(await answerTo({ body: '' }), { status: 200, body: { account: '123456789012' } });
  });

  test('names the operation it does not have', async () => {
    const { status, body } = await answerTo({ target: 'AWSTests.Sing' });
    assert.deepEqual({ status, type: body.__type }, { status: 501, type: 'NotImplemented' });
    assert.match(String(body.message), /Sing/);
  });

  test('an operation named like a member of every object is none', async () => {
    assert.equal((await answerTo({ target: 'AWSTests.constructor' })).status, 501);
  });

  test('another service’s target is unknown', async () => {
    assert.equal((await answerTo({ target: 'AWSEvents.Say' })).body.__type, 'UnknownOperationException');
  });

  test('refuses what is no JSON object', async () => {
    for (const body of ['{', '[]', '1'])
      assert.equal((await answerTo({ body })).body.__type, 'SerializationException');
  });

  test('a refusal has its code in the body and in a header', async () => {
    assert.deepEqual(await answerTo({ target: 'AWSTests.Refuse' }), {
      status: 404,
      body: { __type: 'NotThere', message: 'Not there.' },
    });
  });
});

const service = new JsonService({
  name: 'Tests',
  target: 'AWSTests',
  version: '1.1',
  bodyBytesMax: 1000,
  operations: {
    Say: async (input, { scope }) => ({ ...input, account: scope.account }),
    Refuse: async () => {
      throw new ServiceRefusal('NotThere', 'Not there.', 404);
    },
  },
});

async function answerTo({ target = 'AWSTests.Say', body = '{"said":"hello"}' }) {
  const request: ServiceRequest = {
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), requestId: 'r' },
    headers: { 'x-amz-target': target },
    body: Buffer.from(body),
    scope: { region: 'us-east-1', account: '123456789012' },
    signal: new AbortController().signal,
  };
  const answer = await service.handle(request);
  assert.equal(answer.headers['content-type'], 'application/x-amz-json-1.1');
  return { status: answer.status, body: JSON.parse(String(answer.body)) };
}

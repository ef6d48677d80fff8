import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HttpApiUnderTest } from '../../../../test/apigateway/http-api-under-test.ts';
import { responseOf } from './function-event.ts';

describe('The event of a function behind an HTTP API', () => {
  test('has text as it is, and what is none in Base64: a form too', async () => {
    assert.deepEqual(await bodyOf('{"a":1}', 'application/json'), ['{"a":1}', false]);
    assert.deepEqual(await bodyOf('a', 'text/plain; charset=utf-8'), ['a', false]);
    assert.deepEqual(await bodyOf('a=1', 'application/x-www-form-urlencoded'), ['YT0x', true]);
    assert.deepEqual(await bodyOf('', 'application/json'), [undefined, false]);
  });
});

describe('The answer of a function behind an HTTP API', () => {
  test('is the body when it has no status code', () => {
    assert.equal(String(responseOf('"text"')?.body), 'text');
    assert.equal(String(responseOf('[1]')?.body), '[1]');
    assert.equal(String(responseOf('{"statusCode":200,"isBase64Encoded":true,"body":"aGk="}')?.body), 'hi');
  });

  test('of which nothing can be made is none', () => {
    for (const payload of [
      '',
      '{"statusCode":99}',
      '{"statusCode":200,"body":{}}',
      '{"statusCode":200,"headers":[]}',
    ])
      assert.equal(responseOf(payload), undefined, payload);
  });
});

async function bodyOf(body: string, type: string) {
  const integrationUri = 'arn:aws:lambda:us-east-1:123456789012:function:f';
  const api = await HttpApiUnderTest.of({
    $default: { integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0', integrationUri },
  });
  await api.post('/', body, { 'content-type': type });
  const event = api.event();
  return [event.body, event.isBase64Encoded];
}

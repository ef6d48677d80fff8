import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { BodyRefused } from '../base/body-refused.ts';
import { streamedBody } from './streamed-body.ts';

const SHA = 'x-amz-content-sha256';

describe('A streamed body', () => {
  test('that nobody has signed is taken as it comes', async () => {
    assert.equal(await read('abc', { [SHA]: 'UNSIGNED-PAYLOAD' }), 'abc');
    assert.equal(await read('abc', {}), 'abc');
  });

  test('must have the hash that was signed', async () => {
    assert.equal(await read('abc', { [SHA]: hash('sha256', 'abc') }), 'abc');
    await refuses('XAmzContentSHA256Mismatch', 'abd', { [SHA]: hash('sha256', 'abc') });
  });

  test('in chunks must have the length that was announced', async () => {
    const headers = { [SHA]: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '3' };
    assert.equal(await read('3\r\nabc\r\n0\r\n\r\n', headers), 'abc');
    await refuses('IncompleteBody', '2\r\nab\r\n0\r\n\r\n', headers);
  });

  test('of another form is refused', async () => {
    await refuses('InvalidArgument', 'abc', { [SHA]: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' });
    await refuses('InvalidArgument', 'abc', { [SHA]: 'x' });
  });

  test('that ends with its client is refused', async () => {
    const request = requestOf({});
    request.push('ab');
    const reading = textOf(request);
    request.destroy(new Error('aborted'));
    await assert.rejects(reading, BodyRefused);
  });
});

async function refuses(code: string, body: string, headers: Record<string, string>): Promise<void> {
  await assert.rejects(read(body, headers), (error) => error instanceof BodyRefused && error.code === code);
}

async function read(body: string, headers: Record<string, string>): Promise<string> {
  const request = requestOf(headers);
  request.push(body);
  request.push(null);
  return await textOf(request);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of streamedBody(request, undefined).incoming) text += chunk;
  return text;
}

function requestOf(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return request;
}

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { calmVitals } from '../../test/api/calm-vitals.ts';
import type { HttpService } from '../base/http-service.ts';
import { signRequest } from '../base/sigv4.ts';
import { createAdmission } from './admission.ts';
import { DEV_CREDENTIALS } from './authentication.ts';
import { createListener } from './listener.ts';

describe('A service that streams', () => {
  test('reads a body as it comes, and answers as fast as the client reads', async () => {
    await using server = await served();
    assert.equal(await server.ask('PUT', '/b/k', 'x'.repeat(1_000_000)), '200 1000000');
    assert.equal(await server.ask('GET', '/b/k', ''), '200 abc');
    assert.deepEqual(server.closed(), 1);
  });

  test('has nothing of a body that is not what was signed', async () => {
    await using server = await served();
    assert.equal(await server.ask('PUT', '/b/k', 'abc', { sent: 'abd' }), '400 XAmzContentSHA256Mismatch');
  });

  test('gets small bodies whole, and no large ones', async () => {
    await using server = await served();
    assert.equal(await server.ask('POST', '/b', 'abc'), '200 3');
    assert.equal(await server.ask('POST', '/b', 'x'.repeat(101)), '400 MaxMessageLengthExceeded');
  });

  test('refuses in its own form', async () => {
    await using server = await served();
    assert.equal(
      await server.ask('PUT', '/b/k', 'abc', { secret: 'wrong' }),
      '403 InvalidSignatureException',
    );
  });

  test('is rid of a client that breaks off', async () => {
    await using server = await served();
    const socket = connect(server.port, '127.0.0.1');
    const signed = server.sign('PUT', '/b/k', 'abc', 'test');
    const headers = Object.entries({ ...signed, 'content-length': '3' }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    socket.write(`PUT /b/k HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\na`);
    await server.reading;
    socket.destroy();
    assert.equal(await server.broken, 'RequestTimeout');
  });
});

async function served() {
  const reading = Promise.withResolvers<void>();
  const broken = Promise.withResolvers<string>();
  let closed = 0;
  const service: HttpService = {
    bodyBytesMax: 100,
    streaming: {
      takes: ({ method }) => method === 'PUT',
      refused: async ({ status, code }) => ({ status, headers: {}, body: code }),
    },
    async handle({ method, body, incoming }) {
      if (method === 'GET') {
        const chunks = (async function* () {
          for (const letter of 'abc') yield Buffer.from(letter);
        })();
        const close = () => {
          closed += 1;
        };
        return { status: 200, headers: {}, body: '', outgoing: { bytes: 3, chunks, close } };
      }
      let bytes = body.length;
      try {
        for await (const chunk of incoming ?? []) {
          bytes += chunk.length;
          reading.resolve();
        }
      } catch (error) {
        broken.resolve(Object(error).code);
        throw error;
      }
      return { status: 200, headers: {}, body: String(bytes) };
    },
  };
  const listener = createListener({
    admission: createAdmission(calmVitals()),
    ...{ services: { s3: service }, isReady: () => true, now: Date.now },
    authentication: { mode: 'sigv4', credentials: DEV_CREDENTIALS, skewMs: 300_000 },
    newRequestId: () => 'r',
    onDefect: (error) => {
      throw error;
    },
  });
  const { port } = await listener.listen(0, '127.0.0.1');
  const sign = (method: string, path: string, body: string, secretAccessKey: string) =>
    signRequest({
      ...{
        method,
        url: `http://127.0.0.1:${port}${path}`,
        headers: {},
        body,
        service: 's3',
        now: Date.now(),
      },
      ...{ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey } },
    });
  return {
    ...{ port, sign, reading: reading.promise, broken: broken.promise, closed: () => closed },
    async ask(method: string, path: string, body: string, { sent = body, secret = 'test' } = {}) {
      const { host: _fetched, ...headers } = sign(method, path, body, secret);
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        ...{ method, headers },
        ...(method === 'GET' ? {} : { body: sent }),
      });
      return `${answer.status} ${await answer.text()}`;
    },
    [Symbol.asyncDispose]: () => listener.close(),
  };
}

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { heard, LiveServer } from './live-server.ts';

const SLOW_CLIENTS = 200;
/** Ten seconds for the head, and a little for whoever looks at the clock. */
const HEAD_MS_MAX = 14_000;

describe('on a socket, a live server', () => {
  const server = new LiveServer();
  before(() => server.start());
  after(() => server.close());

  test('answers pipelined requests in order', async () => {
    const text = await said(server, server.bytes() + server.bytes('{'), /Serialization/);
    assert.match(text, /^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 400 [\s\S]*SerializationException/);
  });
  test('answers a client that has said all and closed its side', async () => {
    const socket = server.socket();
    const answer = heard(socket);
    socket.end(server.bytes());
    assert.match(await answer, /^HTTP\/1\.1 200 /);
    await server.goesOn();
  });
  test('answers 100 to a client that waits for it, and then 200', async () => {
    const text = await said(server, server.bytes('{}', { expect: '100-continue' }), /HTTP\/1\.1 200 /);
    assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });
  test('survives clients that leave in the middle of a body', () =>
    survives(server, (socket) => {
      socket.write(server.bytes('{}', { 'content-length': '1000' }), () => socket.destroy());
    }));
  test('survives clients that leave before the answer', () =>
    survives(server, (socket) => {
      socket.write(server.bytes(), () => socket.resetAndDestroy());
    }));
  test('survives clients that never say anything', () => survives(server, () => {}));
  test('survives binary garbage', () =>
    survives(server, (socket) => {
      socket.write(Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 151) % 256)));
    }));

  for (const [claim, head, status] of [
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n', 400],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n', 400],
    ['a negative length', 'content-length: -1\r\n', 400],
    ['a space before the colon', 'content-length : 2\r\n', 400],
    ['a folded header', 'x-a: 1\r\n 2\r\n', 400],
    ['17 KB of one header', `x-a: ${'x'.repeat(17_000)}\r\n`, 431],
    ['2,000 headers', 'x-abcdefg: 1\r\n'.repeat(2000), 431],
    ['no host', '', 400],
    ['a foreign host before its own', 'host: evil.example\r\nhost: localhost\r\n', 421],
  ] as const) {
    test(`refuses ${claim}`, async () => {
      const host = head.includes('host') || claim === 'no host' ? '' : `host: ${server.host}\r\n`;
      const text = await said(server, `POST / HTTP/1.1\r\n${host}${head}\r\n{}`);
      assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} `), claim);
      await server.goesOn();
    });
  }
  test('refuses chunks that add up to more than 1 MiB', async () => {
    const [head = ''] = server.bytes('{}').split('\r\n\r\n');
    const chunked = head.replace(/content-length: \d+/, 'transfer-encoding: chunked');
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    assert.match(
      await said(server, `${chunked}\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`, /\r\n\r\n/),
      /^HTTP\/1\.1 413 /,
    );
    await server.goesOn();
  });
  test('refuses a length of a terabyte at once', async () => {
    const text = await said(server, server.bytes('{}', { 'content-length': '1000000000000' }), /\r\n\r\n/);
    assert.match(text, /^HTTP\/1\.1 413 /);
    await server.goesOn();
  });
});

describe('slow clients', () => {
  const server = new LiveServer();
  before(() => server.start());
  after(() => server.close());

  test('hinder nobody, and are told to go', async () => {
    const before = performance.now();
    const clients = Array.from({ length: SLOW_CLIENTS }, () => server.socket());
    const ends = clients.map((socket) => heard(socket));
    const drip = setInterval(() => trickle(clients), 500);
    try {
      await server.goesOn();
      for (const text of await Promise.all(ends)) assert.match(text, /^HTTP\/1\.1 408 /);
    } finally {
      clearInterval(drip);
      for (const socket of clients) socket.destroy();
    }
    assert.ok(performance.now() - before < HEAD_MS_MAX, 'they were let in for too long');
    await server.goesOn();
  });
});

function trickle(clients: readonly Socket[]): void {
  for (const socket of clients)
    if (socket.writable) socket.write(socket.bytesWritten === 0 ? 'POST / HTTP/1.1\r\nx: ' : 'x');
}

/** What comes back for bytes, until the connection ends or the pattern is there. */
async function said(server: LiveServer, bytes: string, until?: RegExp): Promise<string> {
  const socket = server.socket();
  const answer = heard(socket, until);
  socket.write(bytes);
  const text = await answer;
  socket.destroy();
  return text;
}

/** Fifty of them, and a good request among them and after them. */
async function survives(server: LiveServer, misbehave: (socket: Socket) => void): Promise<void> {
  const sockets = Array.from({ length: 50 }, () => server.socket());
  for (const socket of sockets) socket.once('connect', () => misbehave(socket));
  await server.goesOn();
  for (const socket of sockets) socket.destroy();
  await server.goesOn();
}

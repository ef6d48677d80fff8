import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { onClientError } from './client-error.ts';

test('A request that takes too long, or is none, ends its connection', () => {
  for (const code of ['ERR_HTTP_REQUEST_TIMEOUT', 'HPE_INVALID_METHOD']) {
    const socket = new Socket();
    onClientError(new WeakSet())(
      failure(code),
      socket.on('error', () => {}),
    );
    assert.equal(socket.destroyed, true);
  }
});

test('A request whose body is streamed may take its time, but not be wrong', () => {
  const socket = new Socket();
  const told = onClientError(new WeakSet([socket]));
  told(failure('ERR_HTTP_REQUEST_TIMEOUT'), socket);
  assert.equal(socket.destroyed, false);
  told(
    failure('HPE_INVALID_CHUNK_SIZE'),
    socket.on('error', () => {}),
  );
  assert.equal(socket.destroyed, true);
});

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

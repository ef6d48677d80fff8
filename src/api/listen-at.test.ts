import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, test } from 'node:test';
import { listenAt } from './listen-at.ts';

describe('A server', () => {
  test('listens at an address, and nowhere else', async () => {
    assert.equal(await listening({ host: '127.0.0.2' }), '127.0.0.2');
  });

  test('listens at a name', async () => {
    assert.match(await listening({ host: 'localhost' }), /^(127\.0\.0\.1|::1)$/);
  });

  test('says when it cannot have the address', async () => {
    await assert.rejects(listening({ host: '192.0.2.1' }), { code: 'EADDRNOTAVAIL' });
    await assert.rejects(listening({ host: '999.0.0.1' }), { syscall: /listen|getaddrinfo/ });
  });

  test('says when somebody else has the port', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const refused = listening({ host: '127.0.0.1', port: portOf(first) });
    await assert.rejects(refused, { code: 'EADDRINUSE' });
    first.close();
  });
});

interface Asked {
  readonly host: string;
  readonly port?: number;
}

/** @returns The address that it listens at. */
async function listening({ host, port = 0 }: Asked): Promise<string> {
  const server = createServer();
  listenAt(server, port, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.address : '';
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

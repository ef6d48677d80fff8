import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { SFNClient, TestStateCommand } from '@aws-sdk/client-sfn';
import { startServer } from '../../src/server.ts';

test('an SDK that puts `sync-` before the host is answered where that name resolves', async () => {
  const config = {
    port: 0,
    host: '127.0.0.1',
    data: undefined,
    auth: 'sigv4',
    account: '123456789012',
  } as const;
  const server = await startServer(config);
  const asked: string[] = [];
  const client = new SFNClient({
    ...{ endpoint: `http://localhost:${server.port}`, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { httpAgent: agentThatFinds(asked) },
  });
  try {
    const definition = '{"Type":"Pass","End":true}';
    const { status } = await client.send(new TestStateCommand({ definition, input: '{}' }));
    assert.deepEqual([status, asked], ['SUCCEEDED', ['sync-localhost']]);
  } finally {
    client.destroy();
    await server.close();
  }
});

/** As if `/etc/hosts` had a line for every name. */
function agentThatFinds(asked: string[]): Agent {
  return new Agent({
    lookup(name, _options, found) {
      asked.push(name);
      const addresses: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];
      found(null, addresses);
    },
  });
}

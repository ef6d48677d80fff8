import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { JsonObject } from './base/json.ts';
import { type Server, startServer } from './server.ts';
import { StoreRefused } from './store/refused.ts';

describe('A server', () => {
  test('takes any free port, and says which', async () => {
    await withServer({}, async (server) => {
      assert.ok(server.port > 0);
      assert.equal(server.url, `http://127.0.0.1:${server.port}`);
    });
  });

  test('says what an acknowledgement is worth', async () => {
    await withServer({}, async (server) => assert.match(server.durability, /nothing survives/));
    await withServer({ data: directory }, async (server) => assert.match(server.durability, /^sqlite/));
  });

  test('runs an execution to its end', async () => {
    await withServer({}, async (server) => {
      const executionArn = await started(server);
      assert.equal((await call(server, 'DescribeExecution', { executionArn })).status, 'SUCCEEDED');
    });
  });

  test('takes no request without a signature unless told to', async () => {
    await withServer({ auth: 'sigv4' }, async (server) => {
      const answer = await request(server, 'ListStateMachines', {});
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), /MissingAuthenticationToken/);
    });
  });

  test('shares nothing with another in the same process', async () => {
    await withServer({}, async (one) => {
      await withServer({}, async (other) => {
        await started(one);
        assert.deepEqual((await call(other, 'ListStateMachines', {})).stateMachines, []);
      });
    });
  });

  test('has after a restart what it had before', async () => {
    const arns: string[] = [];
    await withServer({ data: directory }, async (server) => {
      arns.push(await started(server, WAITS));
    });
    await withServer({ data: directory }, async (server) => {
      const [executionArn] = arns;
      assert.equal((await call(server, 'DescribeExecution', { executionArn })).status, 'RUNNING');
      await call(server, 'StopExecution', { executionArn });
      assert.equal((await call(server, 'DescribeExecution', { executionArn })).status, 'ABORTED');
    });
  });

  test('refuses a directory that another server has', async () => {
    await withServer({ data: directory }, async () => {
      await assert.rejects(
        withServer({ data: directory }, async () => {}),
        StoreRefused,
      );
    });
  });

  test('that is closed answers no more, and may be closed again', async () => {
    await withServer({}, async (server) => {
      await server.close();
      await assert.rejects(request(server, 'ListStateMachines', {}));
      await server.close();
    });
  });

  test('leaves the store free when its port is taken', async () => {
    await withServer({}, async ({ port }) => {
      await assert.rejects(
        withServer({ port, data: directory }, async () => {}),
        { code: 'EADDRINUSE' },
      );
    });
    await withServer({ data: directory }, async () => {});
  });
});

let directory = '';
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stepwell-server-'));
});
after(() => rm(directory, { recursive: true, force: true }));

const PASSES = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
const WAITS = '{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}';

async function withServer(
  config: Partial<Parameters<typeof startServer>[0]>,
  use: (server: Server) => Promise<unknown>,
): Promise<void> {
  const base = { port: 0, host: '127.0.0.1', data: undefined, auth: 'off', account: '123456789012' } as const;
  const server = await startServer({ ...base, ...config });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

async function started(server: Server, definition = PASSES): Promise<string> {
  const roleArn = 'arn:aws:iam::123456789012:role/r';
  const { stateMachineArn } = await call(server, 'CreateStateMachine', { name: 'm', definition, roleArn });
  return String((await call(server, 'StartExecution', { stateMachineArn })).executionArn);
}

async function call(server: Server, operation: string, input: object): Promise<JsonObject> {
  const answer = await request(server, operation, input);
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

function request(server: Server, operation: string, input: object): Promise<Response> {
  return fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(input),
  });
}

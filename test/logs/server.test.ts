import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Client, clientOfOwn } from '../../src/cli/client.ts';
import { logs } from '../../src/cli/commands/logs.ts';
import { startServer } from '../../src/server.ts';
import { recordingTerminal } from '../cli/recording-terminal.ts';

const GROUP = '/aws/vendedlogs/states/m';
const TYPES = ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'];

describe('A server that is stopped', () => {
  test('has written all that was logged, where stepwell logs finds it', () =>
    onServer({}, async (run, printed) => {
      await run(async (client) => execute(client));
      await run(async (_, url) => {
        const lines = await printed(url, 'm', { filter: '{ $.type = "Execution*" }' });
        assert.deepEqual(lines.map(typeIn), ['ExecutionStarted', 'ExecutionSucceeded']);
        assert.deepEqual(await printed(url), [GROUP]);
      });
    }));

  test('has mirrored it to the file of its machine', () =>
    onServer({ mirrors: true }, async (run, _, mirror) => {
      await run(async (client) => execute(client));
      const lines = readFileSync(join(mirror, 'm.log'), 'utf8').trimEnd().split('\n');
      assert.deepEqual(lines.map(typeIn), TYPES);
    }));
});

type Run = (work: (client: Client, url: string) => Promise<void>) => Promise<void>;
type Printed = (url: string, name?: string, options?: { readonly filter?: string }) => Promise<string[]>;

/** Gives a claim what runs on a server of one directory, one server after the other. */
async function onServer(
  { mirrors = false }: { readonly mirrors?: boolean },
  claim: (run: Run, printed: Printed, mirror: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-logs-'));
  const mirror = join(directory, 'mirror');
  const run: Run = async (work) => {
    const server = await startServer({
      ...{
        port: 0,
        host: '127.0.0.1',
        data: join(directory, 'data'),
        auth: 'sigv4',
        account: '123456789012',
      },
      ...(mirrors ? { logsTo: mirror } : {}),
    });
    try {
      await work(clientOfOwn(server), server.url);
    } finally {
      await server.close();
    }
  };
  const printed: Printed = async (endpoint, name, options = {}) => {
    const terminal = recordingTerminal();
    await logs(name, { endpoint, ...options }, { terminal, environment: {} });
    return terminal.printed;
  };
  try {
    await claim(run, printed, mirror);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function execute(client: Client): Promise<void> {
  await client.logs('CreateLogGroup', { logGroupName: GROUP });
  const logGroupArn = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:*`;
  const { stateMachineArn = '' } = await client.states('CreateStateMachine', {
    ...{ name: 'm', roleArn: 'arn:aws:iam::123456789012:role/r' },
    definition: '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}',
    loggingConfiguration: { level: 'ALL', destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] },
  });
  await client.states('StartExecution', { stateMachineArn });
}

function typeIn(line: string): string {
  return JSON.parse(line.slice(line.indexOf('{'))).type;
}

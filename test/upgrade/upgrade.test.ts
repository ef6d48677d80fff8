import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ApiError } from '../../src/cli/client.ts';
import { doctor } from '../../src/cli/commands/doctor.ts';
import type { Aws } from '../../src/cli/deploy/aws.ts';
import { SCHEMA_VERSION } from '../../src/store/sqlite/migrate.ts';
import { recordingTerminal } from '../cli/recording-terminal.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { unpack } from './archive.ts';
import type { Facts } from './facts.ts';
import { ACTIVITY, awsAt, hasDocuments, historyOf, statusOf, until } from './population.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FIXTURES = readdirSync(HERE).filter((name) => name.endsWith('.data'));

describe('A data directory of an earlier version', () => {
  for (const fixture of FIXTURES) {
    test(`opens with all that it has, and what runs goes on to its end: ${fixture}`, async () => {
      await opened(fixture, async ({ aws, facts }) => {
        await hasItsEnds(aws, facts);
        await hasDocuments(aws);
        await letAllEnd(aws, facts);
        await goesOnFromItsHistory(aws, facts);
      });
    });
  }

  test('is kept of every schema', () => {
    assert.ok(FIXTURES.includes(`schema-${SCHEMA_VERSION}.data`), 'npm run upgrade-fixture makes it');
  });
});

describe('A data directory of a later version', () => {
  test('is refused with 78, and not touched', async () => {
    await unpacked(FIXTURES[0] ?? '', async (data) => {
      const database = new DatabaseSync(join(data, 'stepwell.db'));
      database.exec('UPDATE schema_version SET version = 99');
      database.close();
      const before = digestsOf(data);
      const server = new ServerProcess(['--data', data]);
      assert.equal((await server.ended).code, 78);
      assert.match(
        server.said,
        /^error: .* was written by a newer stepwell \(schema 99, this one knows \d+\)/,
      );
      assert.deepEqual(digestsOf(data), before);
    });
  });
});

interface Opened {
  readonly aws: Aws;
  readonly facts: Facts;
}

/** Serves a copy of it, with all that is closed kept for ever; nothing is wrong with it afterwards. */
async function opened(fixture: string, claim: (opened: Opened) => Promise<void>): Promise<void> {
  await unpacked(fixture, async (data, facts) => {
    const server = new ServerProcess(['--data', data, '--retention', '0']);
    try {
      await claim({ aws: awsAt(await server.url), facts });
      assert.equal((await server.terminate()).code, 0, server.said);
    } finally {
      await server.kill('group');
    }
    const terminal = recordingTerminal();
    assert.equal(await doctor(data, terminal), 0, terminal.printed.join('\n'));
  });
}

async function unpacked(
  fixture: string,
  claim: (data: string, facts: Facts) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'upgrade-'));
  try {
    const data = join(directory, 'data');
    await claim(data, unpack<Facts>(readFileSync(join(HERE, fixture)), data));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function hasItsEnds(aws: Aws, { ended }: Facts): Promise<void> {
  assert.ok(Object.keys(ended).length >= 5);
  for (const [arn, { status, events }] of Object.entries(ended)) {
    assert.equal(await statusOf(aws, arn), status, arn);
    assert.deepEqual(await historyOf(aws, arn), events, arn);
  }
}

/** Everybody who is waited for answers. */
async function letAllEnd(aws: Aws, { running, tokens, refusedToken, workersToken }: Facts): Promise<void> {
  for (const taskToken of tokens) await succeed(aws, taskToken);
  await succeed(aws, workersToken);
  await aws.json('states', 'SendTaskFailure', { taskToken: refusedToken, error: 'Refused' });
  const { taskToken } = await aws.json('states', 'GetActivityTask', { activityArn: ACTIVITY });
  await succeed(aws, String(taskToken));
  for (const [executionArn, { ends }] of Object.entries(running)) {
    if (ends === 'ABORTED') await aws.json('states', 'StopExecution', { executionArn });
    await until(executionArn, async () => (await statusOf(aws, executionArn)) !== 'RUNNING');
    assert.equal(await statusOf(aws, executionArn), ends, executionArn);
  }
}

async function succeed(aws: Aws, taskToken: string): Promise<void> {
  await aws.json('states', 'SendTaskSuccess', { taskToken, output: '{}' });
  const again = aws.json('states', 'SendTaskSuccess', { taskToken, output: '{}' });
  await assert.rejects(again, (error) => error instanceof ApiError && error.code === 'TaskTimedOut');
}

async function goesOnFromItsHistory(aws: Aws, { running, aliasArn }: Facts): Promise<void> {
  assert.ok(Object.keys(running).length >= 12);
  for (const [arn, { events }] of Object.entries(running)) {
    const history = await historyOf(aws, arn);
    assert.deepEqual(history.slice(0, events.length), events, arn);
    assert.deepEqual(
      history.map(({ id }) => Number(id)),
      history.map((_, index) => index + 1),
      arn,
    );
  }
  const { routingConfiguration } = await aws.json('states', 'DescribeStateMachineAlias', {
    stateMachineAliasArn: aliasArn,
  });
  assert.match(JSON.stringify(routingConfiguration), /:waits:1"/);
}

/** To look is to open, which makes an empty log where there is none. */
function digestsOf(data: string): readonly string[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(pid|lock\.db.*|.*-shm)$/.test(entry.name))
    .map(({ name, parentPath }) => ({ name, content: readFileSync(join(parentPath, name)) }))
    .filter(({ content }) => content.length > 0)
    .map(({ name, content }) => `${name} ${createHash('sha256').update(content).digest('hex')}`)
    .sort();
}

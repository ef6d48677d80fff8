import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import {
  asked,
  call,
  createFunction,
  hasEvent,
  type Inhabited,
  inhabit,
  serving,
} from '../../../test/ops/inhabited.ts';
import type { Server } from '../../server.ts';
import { inspectDirectory } from '../../store/sqlite/inspection.ts';
import { runCommandLine } from '../command-line.ts';
import { examine } from '../doctor/examine.ts';
import { MANIFEST_FILE, manifestText, readManifest } from './manifest.ts';

describe('stepwell backup and restore', () => {
  test('bring back every execution and every function', async () => {
    await restored(async (data) => {
      assert.deepEqual(await troublesOf(data), []);
      await serving(data, async (server) => {
        for (const executionArn of Object.values(inhabited.arns)) {
          const { executionArn: arn } = await call(server, 'DescribeExecution', { executionArn });
          assert.equal(arn, executionArn);
        }
      });
    });
  });

  test('bring back the bytes of objects, and not those of uploads that came to nothing', async () => {
    const [served, backup, data] = [fresh('served'), fresh('backup'), fresh('data')];
    cpSync(original, served, { recursive: true });
    putObject(served, 'object');
    writeFileSync(join(served, 's3', 'abandoned'), 'x');
    assert.equal((await run('backup', backup, '--data', served)).code, 0);
    assert.equal((await run('restore', backup, '--data', data)).code, 0);
    assert.deepEqual(readdirSync(join(data, 's3')), ['object']);
    assert.equal(readFileSync(join(data, 's3', 'object'), 'utf8'), 'bytes of object');
    assert.deepEqual(await troublesOf(data), []);
    rmSync(join(data, 's3', 'object'));
    assert.equal((await troublesOf(data)).length, 1);
  });

  test('leave a server that runs alone', async () => {
    await serving(original, async (server) => {
      const backup = fresh('backup');
      assert.equal((await run('backup', backup, '--data', original)).code, 0);
      await call(server, 'ListStateMachines', {});
      assert.ok(existsSync(join(backup, MANIFEST_FILE)));
    });
  });

  test('let nobody else read what they write', async () => {
    await restored(async (data, backup) => {
      for (const folder of [data, backup])
        assert.deepEqual([modeOf(folder), modeOf(join(folder, 'stepwell.db'))], [0o700, 0o600]);
    });
  });

  test('refuse task tokens of before, and know those of after', async () => {
    const old = await tokenOf(original, inhabited.arns.asks);
    await restored(async (data) => {
      await serving(data, async (server) => {
        const answer = await asked(server, 'SendTaskSuccess', { taskToken: old, output: '{}' });
        assert.deepEqual([answer.status, /InvalidToken/.test(JSON.stringify(answer.body))], [400, true]);
        const stateMachineArn = inhabited.arns.asks
          .replace(':execution:', ':stateMachine:')
          .replace(/:one$/, '');
        const { executionArn } = await call(server, 'StartExecution', { stateMachineArn });
        const taskToken = tokenIn(await hasEvent(server, String(executionArn), 'TaskSubmitted'));
        await call(server, 'SendTaskSuccess', { taskToken, output: '{}' });
      });
    });
  });

  test('leave an attempt that was under way with an unknown outcome: it is not sent again', async () => {
    const [served, backup, data] = [fresh('served'), fresh('backup'), fresh('data')];
    const executionArn = await serving(served, async (server) => {
      const arn = await startEndless(server);
      await hasEvent(server, arn, 'TaskStarted');
      assert.equal((await run('backup', backup, '--data', served)).code, 0);
      return arn;
    });
    assert.equal((await run('restore', backup, '--data', data)).code, 0);
    await serving(data, async (server) =>
      assert.match(await hasEvent(server, executionArn, 'ExecutionFailed'), /its outcome is unknown/),
    );
  });

  test('can be repeated on what was restored', async () => {
    await restored(async (data) => {
      const [backup, again] = [fresh('backup'), fresh('data')];
      assert.equal((await run('backup', backup, '--data', data)).code, 0);
      assert.equal((await run('restore', backup, '--data', again)).code, 0);
      assert.deepEqual(await troublesOf(again), []);
    });
  });

  test('overwrite nothing', async () => {
    await restored(async (data, backup) => {
      const before = readFileSync(join(data, 'stepwell.db'));
      for (const args of [
        ['backup', backup, '--data', data],
        ['restore', backup, '--data', data],
      ]) {
        const { code, said } = await run(...args);
        assert.deepEqual([code, /is there already; nothing was changed/.test(said)], [64, true]);
      }
      assert.deepEqual(readFileSync(join(data, 'stepwell.db')), before);
    });
  });

  test('refuse a backup in which a byte has changed, is missing or is one too many', async () => {
    await refuses((backup) => flip(join(backup, 'stepwell.db')), /stepwell.db is not what was written/);
    await refuses((backup) => appendFileSync(join(backup, 'stepwell.db'), 'x'), /is not what was written/);
    await refuses((backup) => rmSync(join(backup, 'stepwell.db')), /stepwell.db is missing/);
    await refuses(
      (backup) => rmSync(join(backup, 'functions'), { recursive: true }),
      /functions.* is missing/,
    );
    await refuses((backup) => flip(join(backup, MANIFEST_FILE)), /is damaged/);
    await refuses((backup) => rmSync(join(backup, MANIFEST_FILE)), /is no backup/);
  });

  test('write nothing outside the directory, whatever a manifest says', async () => {
    await refuses((backup) => {
      const manifest = readManifest(backup);
      const files = manifest.files.map((file) => ({ ...file, path: `../${file.path}` }));
      writeFileSync(join(backup, MANIFEST_FILE), manifestText({ ...manifest, files }));
    }, /is damaged/);
  });

  test('say when there is nothing to back up', async () => {
    const { code, said } = await run('backup', fresh('backup'), '--data', fresh('nowhere'));
    assert.deepEqual([code, /There is no data directory/.test(said)], [74, true]);
  });

  test('take an empty folder for nothing', async () => {
    const backup = fresh('backup');
    mkdirSync(backup);
    assert.equal((await run('backup', backup, '--data', original)).code, 0);
  });
});

let directory = '';
let original = '';
let inhabited: Inhabited;
let made = 0;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stepwell-backup-'));
  original = join(directory, 'original');
  inhabited = await inhabit(original);
});
after(() => rmSync(directory, { recursive: true, force: true }));

/** As the store keeps an object of one piece. */
function putObject(data: string, id: string): void {
  const database = new DatabaseSync(join(data, 'stepwell.db'));
  database
    .prepare("INSERT INTO document (kind, key, version, text) VALUES ('s3-object', 'b/k', 1, ?)")
    .run(JSON.stringify({ key: 'k', pieces: [{ id, bytes: 15 }] }));
  database.close();
  mkdirSync(join(data, 's3'), { recursive: true });
  writeFileSync(join(data, 's3', id), `bytes of ${id}`);
}

/** An execution whose function never answers. */
async function startEndless(server: Server): Promise<string> {
  await createFunction(server, 'endless', 'await new Promise(() => setInterval(() => {}, 1000));');
  const FunctionName = 'endless';
  const resource = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName } };
  const definition = JSON.stringify({ StartAt: 'T', States: { T: { ...resource, End: true } } });
  const roleArn = 'arn:aws:iam::123456789012:role/r';
  const { stateMachineArn } = await call(server, 'CreateStateMachine', {
    name: 'endless',
    definition,
    roleArn,
  });
  return String((await call(server, 'StartExecution', { stateMachineArn })).executionArn);
}

function fresh(name: string): string {
  return join(directory, `${name}-${made++}`);
}

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  const terminal = recordingTerminal();
  const code = await runCommandLine(args, terminal, {});
  return { code, said: terminal.said.join('\n') };
}

async function restored(use: (data: string, backup: string) => Promise<void>): Promise<void> {
  const [backup, data] = [fresh('backup'), fresh('data')];
  assert.equal((await run('backup', backup, '--data', original)).code, 0);
  const { code, said } = await run('restore', backup, '--data', data);
  assert.equal(code, 0, said);
  await use(data, backup);
}

/** Nothing is left behind either. */
async function refuses(harm: (backup: string) => void, said: RegExp): Promise<void> {
  const [backup, data] = [fresh('backup'), fresh('data')];
  await run('backup', backup, '--data', original);
  harm(backup);
  const answer = await run('restore', backup, '--data', data);
  assert.match(answer.said, said);
  assert.notEqual(answer.code, 0);
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.includes('unfinished') || join(directory, name) === data),
    [],
  );
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

async function troublesOf(data: string): Promise<readonly unknown[]> {
  const inspection = inspectDirectory(data);
  const { troubles } = await examine(inspection, () => {});
  inspection.close();
  return troubles;
}

async function tokenOf(data: string, executionArn: string): Promise<string> {
  return await serving(data, async (server) =>
    tokenIn(await hasEvent(server, executionArn, 'TaskSubmitted')),
  );
}

/** The token in the parameters of a scheduled task. */
function tokenIn(history: string): string {
  const [, token] = /token[\\"]+:[\\"]+([\w-]+)/.exec(history) ?? [];
  return token ?? '';
}

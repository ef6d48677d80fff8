import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { startServer } from '../../server.ts';
import { Refusal } from '../exit-code.ts';
import { type RunOptions, run } from './run.ts';

const pass = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const fail = { StartAt: 'A', States: { A: { Type: 'Fail', Error: 'E', Cause: 'why' } } };
const late = { TimeoutSeconds: 1, StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 60, End: true } } };

describe('Run', () => {
  test('prints the output, with its numbers as they came', async () => {
    await prints(pass, { input: '{"a": 1.0}' }, { code: 0, out: ['{"a": 1.0}'] });
  });

  test('tells on standard error what happens', async () => {
    await prints(pass, {}, { code: 0, out: ['{}'], said: /▸ A[\s\S]*✓ A[\s\S]*ExecutionSucceeded/ });
  });

  test('tells programs what happens', async () => {
    await prints(
      pass,
      { json: true },
      { code: 0, out: ['{}'], said: /^\{.*"type":"ExecutionStarted".*\}$/m },
    );
  });

  test('fails as the execution fails, and says why', async () => {
    await prints(fail, {}, { code: 1, out: [], said: /FAILED E: why$/ });
  });

  test('has an exit code for time that is up', async () => {
    await prints(late, {}, { code: 2, out: [], said: /TIMED_OUT/ });
  });

  test('starts nothing when the definition has errors', async () => {
    const broken = { StartAt: 'A', States: { ...pass.States, B: { Type: 'Succeed' } } };
    await prints(broken, {}, { code: 1, out: [/machine\.json:1:\d+: error .*not reachable/], said: /^$/ });
  });

  test('reads the input from a file', async () => {
    await inDirectory(async (directory) => {
      writeFileSync(join(directory, 'input.json'), '[1]');
      await prints(pass, { input: `@${join(directory, 'input.json')}` }, { code: 0, out: ['[1]'] });
    });
  });

  test('refuses an input that is not JSON', async () => {
    await assert.rejects(prints(pass, { input: '{who: me}' }, { code: 64, out: [] }), Refusal);
  });

  test('keeps the execution in a data directory', async () => {
    await inDirectory(async (data) => {
      await prints(pass, { data, name: 'once' }, { code: 0, out: ['{}'] });
      await assert.rejects(
        prints(fail, { data, name: 'once' }, { code: 1, out: [] }),
        /ExecutionAlreadyExists/,
      );
    });
  });

  test('runs on another server, each time the definition of today', async () => {
    await withServer(async (endpoint) => {
      await prints(pass, { endpoint }, { code: 0, out: ['{}'] });
      await prints(fail, { endpoint }, { code: 1, out: [], said: /FAILED E: why$/ });
    });
  });
});

interface Expected {
  readonly code: number;
  readonly out: readonly (string | RegExp)[];
  /** What stands on standard error. */
  readonly said?: RegExp;
}

async function prints(
  definition: object,
  options: Partial<RunOptions>,
  { code, out, said }: Expected,
): Promise<void> {
  await inDirectory(async (directory) => {
    const file = join(directory, 'machine.json');
    writeFileSync(file, JSON.stringify(definition));
    const terminal = recordingTerminal();
    assert.equal(await run(file, { input: '{}', ...options }, { terminal, environment: {} }), code);
    assert.equal(terminal.printed.length, out.length, terminal.printed.join('\n'));
    out.forEach((expected, index) => {
      const line = terminal.printed[index] ?? '';
      if (typeof expected === 'string') assert.equal(line, expected);
      else assert.match(line, expected);
    });
    if (said !== undefined) assert.match(terminal.said.join('\n'), said);
  });
}

async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'run-'));
  try {
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function withServer(use: (endpoint: string) => Promise<void>): Promise<void> {
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    data: undefined,
    auth: 'sigv4',
    account: '123456789012',
  });
  try {
    await use(server.url);
  } finally {
    await server.close();
  }
}

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { readCredentialsFile } from '../../api/access/credentials-file.ts';
import { runCommandLine } from '../command-line.ts';

const POLICY = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'states:*', Resource: '*' } };
const ACCOUNT = ['--account', '123456789012'];

describe('stepwell credentials create', () => {
  test('prints a key pair once, to be put into an environment', async () => {
    await inDirectory(async (shell) => {
      const { code, out, said } = await shell.run(
        'create',
        ...ACCOUNT,
        '--name',
        'ci',
        '--policy',
        shell.file(POLICY),
      );
      assert.deepEqual([code, said], [0, 'The secret is not shown again.']);
      assert.match(out, /^AWS_ACCESS_KEY_ID=SWAK[A-Z2-7]{16}\nAWS_SECRET_ACCESS_KEY=[\w-]{32}$/);
      assert.doesNotMatch((await shell.run('list')).out, new RegExp(out.split('=').at(-1) ?? ''));
    });
  });
  test('makes a data directory and a file that only their owner may enter', async () => {
    await inDirectory(async (shell) => {
      await shell.run('create', ...ACCOUNT);
      assert.deepEqual(
        [statSync(shell.data).mode & 0o777, statSync(shell.credentials).mode & 0o777],
        [0o700, 0o600],
      );
    });
  });
  test('says that a key without a policy may do nothing', async () => {
    await inDirectory(async (shell) =>
      assert.match((await shell.run('create', ...ACCOUNT)).said, /may do nothing/),
    );
  });
  test('takes several policies, and says what their conditions mean', async () => {
    await inDirectory(async (shell) => {
      const Condition = { Bool: { 'aws:SecureTransport': 'true' } };
      const bounded = { ...POLICY, Statement: { ...POLICY.Statement, Condition } };
      const policies = ['--policy', shell.file(POLICY), '--policy', shell.file(bounded)];
      assert.match(
        (await shell.run('create', ...ACCOUNT, ...policies)).said,
        /statement 1 has a Condition.*allows nothing/,
      );
      assert.equal(readCredentialsFile(shell.credentials)?.pairs[0]?.policies.length, 2);
    });
  });
  test('writes another file when told to', async () => {
    await inDirectory(async (shell) => {
      const file = join(shell.directory, 'keys.json');
      await shell.run('create', ...ACCOUNT, '--credentials', file);
      assert.equal(readCredentialsFile(file)?.pairs.length, 1);
      assert.match((await shell.run('list', '--credentials', file)).out, /123456789012/);
    });
  });
  test('refuses a policy that is none, and makes no key', async () => {
    await inDirectory(async (shell) => {
      for (const [content, said] of [
        [{ Statement: [] }, /Statement is missing/],
        ['{', /is not JSON/],
      ] as const) {
        const { code, ...rest } = await shell.run('create', ...ACCOUNT, '--policy', shell.file(content));
        assert.equal(code, 64);
        assert.match(rest.said, said);
      }
      assert.equal((await shell.run('create', ...ACCOUNT, '--policy', '/nowhere/policy.json')).code, 74);
      assert.equal((await shell.run('list')).code, 78);
    });
  });
  test('refuses a name or an account that is none', async () => {
    await inDirectory(async (shell) => {
      assert.equal((await shell.run('create', ...ACCOUNT, '--name', 'a b')).code, 64);
      assert.equal((await shell.run('create', '--account', '12')).code, 64);
      assert.equal((await shell.run('create')).code, 64);
    });
  });
  test('refuses a file that another command is changing with 75', async () => {
    await inDirectory(async (shell) => {
      await shell.run('create', ...ACCOUNT);
      writeFileSync(`${shell.credentials}.new`, '');
      const { code, said } = await shell.run('create', ...ACCOUNT);
      assert.equal(code, 75);
      assert.match(said, /another command is changing the credentials/);
    });
  });
});

describe('stepwell credentials list', () => {
  test('says whose keys there are', async () => {
    await inDirectory(async (shell) => {
      await shell.run('create', ...ACCOUNT, '--name', 'ci', '--policy', shell.file(POLICY));
      await shell.run('create', ...ACCOUNT);
      const [first = '', second = ''] = (await shell.run('list')).out.split('\n');
      assert.match(first, /^SWAK\w{16} {2}123456789012 {2}ci {2}20\d\d-\S+Z {2}1 policy$/);
      assert.match(second, /^(SWAK\w{16}) {2}123456789012 {2}\1 {2}\S+ {2}0 policies$/);
    });
  });
  test('refuses a file that is not there, or that others can read', async () => {
    await inDirectory(async (shell) => {
      assert.match((await shell.run('list')).said, /there is no credentials file/);
      await shell.run('create', ...ACCOUNT);
      chmodSync(shell.credentials, 0o644);
      const { code, said } = await shell.run('list');
      assert.equal(code, 78);
      assert.match(said, /chmod 600/);
    });
  });
});

describe('stepwell credentials revoke', () => {
  test('removes the key and no other', async () => {
    await inDirectory(async (shell) => {
      for (let i = 0; i < 3; i++) await shell.run('create', ...ACCOUNT);
      const keys = (await shell.run('list')).out.split('\n').map((line) => line.slice(0, 20));
      assert.equal((await shell.run('revoke', keys[1] ?? '')).code, 0);
      assert.deepEqual(
        readCredentialsFile(shell.credentials)?.pairs.map(({ accessKeyId }) => accessKeyId),
        [keys[0], keys[2]],
      );
    });
  });
  test('refuses a key that is not there', async () => {
    await inDirectory(async (shell) => {
      await shell.run('create', ...ACCOUNT);
      const { code, said } = await shell.run('revoke', 'SWAKNONE');
      assert.equal(code, 64);
      assert.match(said, /there is no key SWAKNONE/);
    });
  });
});

class Shell {
  readonly directory: string;
  #files = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  get data(): string {
    return join(this.directory, 'data');
  }

  get credentials(): string {
    return join(this.data, 'credentials.json');
  }

  /** A file with this content. */
  file(content: object | string): string {
    const path = join(this.directory, `policy-${this.#files++}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  async run(
    command: string,
    ...args: readonly string[]
  ): Promise<{ code: number; out: string; said: string }> {
    const terminal = recordingTerminal();
    const code = await runCommandLine(['credentials', command, '--data', this.data, ...args], terminal, {});
    return { code, out: terminal.printed.join('\n'), said: terminal.said.join('\n') };
  }
}

async function inDirectory(claim: (shell: Shell) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'credentials-'));
  try {
    await claim(new Shell(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

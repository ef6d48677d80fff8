import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../test/cli/recording-terminal.ts';
import { runCommandLine } from './command-line.ts';

describe('The command line', () => {
  test('refuses an option that it does not know', async () => {
    await prints(['start', '--prot', '1'], { code: 64, said: /unknown option '--prot'/ });
  });

  test('refuses a port that is none', async () => {
    for (const port of ['x', '-1', '65536', '1e3', '']) {
      await prints(['start', `--port=${port}`], { code: 64, said: /must be 0 to 65535/ });
    }
  });

  test('refuses an account that is not 12 digits', async () => {
    await prints(['start', '--account', '12345'], { code: 64, said: /12 digits/ });
  });

  test('refuses a way of checking signatures that it does not know', async () => {
    await prints(['start', '--auth', 'none'], { code: 64, said: /sigv4, off/ });
  });

  test('refuses a format of findings that it does not know', async () => {
    await prints(['validate', 'a.json', '--format', 'xml'], { code: 64, said: /text, json, sarif/ });
  });

  test('refuses a data directory for a run elsewhere', async () => {
    await prints(['run', 'a.json', '--endpoint', 'http://x', '--data', 'd'], {
      code: 64,
      said: /cannot be used with/,
    });
  });

  test('reports an endpoint that is none', async () => {
    await prints(['history', 'arn', '--endpoint', 'localhost:1'], {
      code: 64,
      said: /an endpoint looks like/,
    });
  });

  test('reports a server that does not answer', async () => {
    await prints(['history', 'arn', '--endpoint', 'http://127.0.0.1:1'], {
      code: 74,
      said: /does not answer/,
    });
  });

  test('reports a file that is not there', async () => {
    await prints(['run', 'not-there.json'], { code: 74, said: /no such file/ });
  });
});

interface Expected {
  readonly code: number;
  readonly said: RegExp;
}

async function prints(args: readonly string[], { code, said }: Expected): Promise<void> {
  const terminal = recordingTerminal();
  assert.equal(await runCommandLine(args, terminal, {}), code);
  assert.deepEqual(terminal.printed, []);
  assert.match(terminal.said.join('\n'), said);
}

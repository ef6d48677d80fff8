import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../test/cli/recording-terminal.ts';
import { runCommandLine } from './command-line.ts';
import { version } from './commands/version.ts';

describe('The command line', () => {
  test('prints its help when asked, with the exit codes', async () => {
    await prints(['--help'], { code: 0, out: /Usage: stepwell[\s\S]*Exit codes:[\s\S]*78/ });
  });

  test('prints its version', async () => {
    for (const args of [['version'], ['--version'], ['-V']]) await prints(args, { code: 0, out: version() });
  });

  test('says how it is used when called without a command', async () => {
    await prints([], { code: 64, said: /Usage: stepwell/ });
  });

  test('refuses a command that it does not know', async () => {
    await prints(['strat'], { code: 64, said: /unknown command 'strat'[\s\S]*start/ });
  });

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
  readonly out?: RegExp | string;
  readonly said?: RegExp;
}

async function prints(args: readonly string[], { code, out, said }: Expected): Promise<void> {
  const terminal = recordingTerminal();
  assert.equal(await runCommandLine(args, terminal, {}), code);
  if (typeof out === 'string') assert.deepEqual(terminal.printed, [out]);
  else assert.match(terminal.printed.join('\n'), out ?? /^$/);
  assert.match(terminal.said.join('\n'), said ?? /^$/);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../test/cli/recording-terminal.ts';
import { version } from './commands/version.ts';
import { runProgram } from './program.ts';

describe('The program of all commands', () => {
  test('prints its help when asked, with the exit codes', async () => {
    await prints(['--help'], { code: 0, out: /Usage: stepwell[\s\S]*Exit codes:[\s\S]*78/ });
  });

  test('prints its version', async () => {
    for (const args of [['version'], ['--version'], ['-V']]) await prints(args, { code: 0, out: version() });
  });

  test('says how it is used when called without a command', async () => {
    await prints([], { code: 64, said: /Usage: stepwell/ });
  });

  test('has the options of a start in its help', async () => {
    await prints(['start', '--help'], {
      code: 0,
      out: /--port <number>[\s\S]*default:\s+8083[\s\S]*--enforce-roles/,
    });
  });

  test('refuses a command that it does not know', async () => {
    await prints(['strat'], { code: 64, said: /unknown command 'strat'[\s\S]*start/ });
  });
});

interface Expected {
  readonly code: number;
  readonly out?: RegExp | string;
  readonly said?: RegExp;
}

async function prints(args: readonly string[], { code, out, said }: Expected): Promise<void> {
  const terminal = recordingTerminal();
  assert.equal(await runProgram(args, terminal, {}), code);
  if (typeof out === 'string') assert.deepEqual(terminal.printed, [out]);
  else assert.match(terminal.printed.join('\n'), out ?? /^$/);
  assert.match(terminal.said.join('\n'), said ?? /^$/);
}

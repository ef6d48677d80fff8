import { exitCodeOf } from './exit-code.ts';
import { readStartOptions } from './start-options.ts';
import { printable, type Terminal } from './terminal.ts';

/**
 * Runs one command of the command line.
 *
 * A server is started without the parser of all the others, which would take its start 5 ms of processor time; where its
 * options are not as they should be, that parser says so.
 *
 * @returns The exit code. An error that is not the caller's to mend is thrown on.
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  try {
    const options = args[0] === 'start' ? readStartOptions(args.slice(1)) : undefined;
    if (options !== undefined) {
      const { start } = await import('./commands/start.ts');
      return await start(options, terminal);
    }
    const { runProgram } = await import('./program.ts');
    return await runProgram(args, terminal, environment);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    terminal.say(`${terminal.colors.red('error:')} ${printable(error.message)}`);
    return code;
  }
}

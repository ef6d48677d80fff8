import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseJson } from '../../base/json.ts';
import { type Server, startServer } from '../../server.ts';
import { type Client, clientOf, clientOfOwn } from '../client.ts';
import { type DefinitionFile, machineName, readDefinition } from '../definition-file.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { type Ending, follow } from '../follow.ts';
import { putMachine, startExecution } from '../machine.ts';
import { jsonProgress, progress } from '../progress.ts';
import { printable, printableJson, type Terminal } from '../terminal.ts';
import { printDiagnostics } from './validate.ts';

/** Runs a definition once, in this process or on a server, and ends as the execution did. */
export async function run(file: string, options: RunOptions, shell: RunShell): Promise<ExitCode> {
  const input = readInput(options.input);
  const definition = await readDefinition(file);
  if (options.endpoint !== undefined) {
    const client = clientOf(options.endpoint, shell.environment);
    return await execute({ client, file, definition, input }, options, shell.terminal);
  }
  // A server's own answer would name no line of this file.
  if (!(await printDiagnostics(file, definition, shell.terminal))) return EXIT.failed;
  const server = await ownServer(options);
  try {
    return await execute({ client: clientOfOwn(server), file, definition, input }, options, shell.terminal);
  } finally {
    await server.close();
  }
}

export interface RunOptions {
  readonly input: string;
  readonly name?: string;
  readonly json?: true;
  readonly endpoint?: string;
  readonly data?: string;
  readonly functions?: string;
}

export interface RunShell {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
}

/** @returns JSON text, untouched: it becomes the execution's input as it is. */
function readInput(option: string): string {
  const text = option.startsWith('@')
    ? readFileSync(option.slice(1), 'utf8')
    : option === '-'
      ? readFileSync(STDIN, 'utf8')
      : option;
  try {
    parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(EXIT.usage, `the input is not JSON: ${error.message}`, { cause: error });
  }
  return text;
}

const STDIN = 0;

function ownServer({ data, functions }: RunOptions): Promise<Server> {
  return startServer({
    port: 0,
    host: '127.0.0.1',
    data: data === undefined ? undefined : resolve(data),
    auth: 'sigv4',
    account: '123456789012',
    ...(functions === undefined ? {} : { functions: resolve(functions) }),
  });
}

interface Job {
  readonly client: Client;
  readonly file: string;
  readonly definition: DefinitionFile;
  readonly input: string;
}

async function execute(
  { client, file, definition, input }: Job,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const machine = await putMachine(client, machineName(file), definition.text);
  const { name } = options;
  const executionArn = await startExecution(client, {
    machine,
    input,
    ...(name === undefined ? {} : { name }),
  });
  if (options.json !== true) terminal.say(terminal.colors.dim(executionArn));
  const show = options.json === true ? jsonProgress(terminal) : progress(terminal);
  return conclude(await follow(client, executionArn, { show, pause: (pauseMs) => pause(pauseMs) }), terminal);
}

function conclude({ status, output, error, cause }: Ending, terminal: Terminal): ExitCode {
  if (status === 'SUCCEEDED') {
    const text = output ?? '';
    // A pipe gets the very bytes; a person's terminal gets no control characters.
    terminal.out(terminal.isInteractive ? printableJson(text) : text);
    return EXIT.ok;
  }
  const reason = [error, cause].filter((part) => part !== undefined).join(': ');
  terminal.say(`${terminal.colors.red(status)}${reason === '' ? '' : ` ${printable(reason)}`}`);
  return status === 'TIMED_OUT' ? EXIT.timedOut : EXIT.failed;
}

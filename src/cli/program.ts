import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { BackupOptions } from './commands/backup.ts';
import type { CreateOptions, FileOptions } from './commands/credentials.ts';
import type { DeployOptions } from './commands/deploy.ts';
import type { HistoryOptions } from './commands/history.ts';
import type { LogsOptions } from './commands/logs.ts';
import type { RunOptions } from './commands/run.ts';
import type { SnippetCommandOptions } from './commands/snippet.ts';
import type { StartOptions } from './commands/start.ts';
import type { TraceOptions } from './commands/trace.ts';
import type { TraceMapOptions } from './commands/trace-map.ts';
import type { ValidateOptions } from './commands/validate.ts';
import { EXIT, EXIT_CODES_HELP, Refusal } from './exit-code.ts';
import { account, collect, minutes, seconds } from './option-values.ts';
import { START_OPTIONS } from './start-options.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs any command of the command line.
 *
 * Each command's module, and with it the server, is loaded only when it is called: `--help` must not pay for it.
 *
 * @returns The exit code.
 */
export async function runProgram(
  args: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const end = (code: number) => {
    exitCode = code;
  };
  try {
    const program = commands({ terminal, environment, end });
    await program.parseAsync(withoutVersionFlag(args), { from: 'user' });
  } catch (error) {
    // Commander has printed its message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
  return exitCode;
}

interface Shell {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  readonly end: (exitCode: number) => void;
}

function withoutVersionFlag(args: readonly string[]): string[] {
  return args[0] === '--version' || args[0] === '-V' ? ['version'] : [...args];
}

function commands(shell: Shell): Command {
  const program = new Command('stepwell')
    .description('AWS Step Functions that anyone can run: the same API, language and histories.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.terminal.out(text.trimEnd()),
      writeErr: (text) => shell.terminal.say(text.trimEnd()),
    })
    .addHelpText('after', EXIT_CODES_HELP);
  addStart(program, shell);
  addCredentials(program, shell);
  addRun(program, shell);
  addValidate(program, shell);
  addHistory(program, shell);
  addLogs(program, shell);
  addDeploy(program, shell);
  addTrace(program, shell);
  addTraceMap(program, shell);
  addSnippet(program, shell);
  addDoctor(program, shell);
  addBackup(program, shell);
  addDemo(program, shell);
  addVersion(program, shell);
  return program;
}

function addStart(program: Command, { terminal, end }: Shell): void {
  const command = program.command('start').description('start the server');
  for (const { flags, description, choices, read, byDefault } of START_OPTIONS) {
    const option = new Option(flags, description);
    if (choices !== undefined) option.choices(choices);
    if (read !== undefined) option.argParser(orInvalid(read));
    if (byDefault !== undefined) option.default(byDefault);
    command.addOption(option);
  }
  command.action(async (options: StartOptions) => {
    const { start } = await import('./commands/start.ts');
    end(await start(options, terminal));
  });
}

function addCredentials(program: Command, { terminal, end }: Shell): void {
  const credentials = program
    .command('credentials')
    .description('manage the key pairs that a server accepts; a running server notices within a second');
  const file = (command: Command) =>
    command
      .option('--data <directory>', 'data directory of the server', './.stepwell')
      .option('--credentials <file>', 'credentials file (default: credentials.json in --data)');
  file(credentials.command('create'))
    .description('make a key pair and print it, this once')
    .requiredOption('--account <id>', '12-digit account', orInvalid(account))
    .option(
      '--policy <file>',
      'IAM policy in JSON; may be repeated; without one the key may do nothing',
      collect,
    )
    .option('--name <name>', 'name of the user in messages and ARNs (default: the id of the key)')
    .action(async (options: CreateOptions) => {
      const { createKey } = await import('./commands/credentials.ts');
      end(await createKey(options, terminal));
    });
  file(credentials.command('list'))
    .description('list the key pairs, without their secrets')
    .action(async (options: FileOptions) => {
      const { listKeys } = await import('./commands/credentials.ts');
      end(listKeys(options, terminal));
    });
  file(credentials.command('revoke'))
    .description('remove a key pair')
    .argument('<key>', 'id of the key')
    .action(async (key: string, options: FileOptions) => {
      const { revokeKey } = await import('./commands/credentials.ts');
      end(revokeKey(key, options, terminal));
    });
}

function addRun(program: Command, { terminal, environment, end }: Shell): void {
  program
    .command('run')
    .description('run a definition once: progress on standard error, the output on standard output')
    .argument('<file>', 'definition: .json, .yaml or .yml')
    .option('--input <json>', 'JSON text, @file, or - for standard input', '{}')
    .option('--name <name>', 'name of the execution (default: a new UUID)')
    .option('--json', 'progress as one JSON event a line')
    .addOption(
      new Option('--endpoint <url>', 'run on this server instead of in this process').conflicts([
        'data',
        'functions',
      ]),
    )
    .option('--data <directory>', 'keep the execution here (default: memory only)')
    .option('--functions <directory>', 'one folder a function')
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('./commands/run.ts');
      end(await run(file, options, { terminal, environment }));
    });
}

function addValidate(program: Command, { terminal, end }: Shell): void {
  program
    .command('validate')
    .description('check definitions as CreateStateMachine does')
    .argument('<file...>', 'definitions: .json, .yaml or .yml')
    .addOption(
      new Option('--format <format>', 'how findings are printed')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .action(async (files: string[], options: ValidateOptions) => {
      const { validateFiles } = await import('./commands/validate.ts');
      end(await validateFiles(files, options, terminal));
    });
}

function addHistory(program: Command, { terminal, environment, end }: Shell): void {
  program
    .command('history')
    .description('print the history of an execution')
    .argument('<arn>', 'ARN of the execution')
    .option('--endpoint <url>', 'server to ask (default: AWS_ENDPOINT_URL, then http://127.0.0.1:8083)')
    .option('--reverse', 'newest event first')
    .option('--json', 'one JSON event a line, as the API answers it')
    .action(async (arn: string, options: HistoryOptions) => {
      const { history } = await import('./commands/history.ts');
      end(await history(arn, options, { terminal, environment }));
    });
}

function addLogs(program: Command, { terminal, environment, end }: Shell): void {
  program
    .command('logs')
    .description('print what was logged; without a name, which log groups there are')
    .argument('[name]', 'log group, or state machine that logs to one')
    .option('--endpoint <url>', 'server to ask (default: AWS_ENDPOINT_URL, then http://127.0.0.1:8083)')
    .option('--follow', 'go on with what comes')
    .option('--filter <pattern>', 'filter pattern of CloudWatch Logs')
    .action(async (name: string | undefined, options: LogsOptions) => {
      const { logs } = await import('./commands/logs.ts');
      end(await logs(name, options, { terminal, environment }));
    });
}

function addDeploy(program: Command, { terminal, environment, end }: Shell): void {
  const shared = (command: Command) =>
    command
      .option('--stack-name <name>', 'name of the stack (default: from the name of the template)')
      .option('--state <directory>', 'where stacks are kept, in its folder stacks', './.stepwell')
      .option('--endpoint <url>', 'server to ask (default: AWS_ENDPOINT_URL, then http://127.0.0.1:8083)');
  shared(program.command('deploy'))
    .description('make the resources of a CloudFormation or SAM template, or change them as it has changed')
    .argument('<template>', 'template in YAML or JSON, or a folder that cdk synth has written')
    .option('--parameters <key=value...>', 'values of the parameters')
    .option('--dry-run', 'print what would be done, and stop')
    .option('--watch', 'deploy again whenever the template, its code or its definitions change')
    .addHelpText('after', DEPLOY_HELP)
    .action(async (template: string, options: DeployOptions) => {
      const { deploy } = await import('./commands/deploy.ts');
      end(await deploy(template, options, { terminal, environment }));
    });
  shared(program.command('destroy'))
    .description('delete all resources of a stack')
    .argument('[template]', 'template that the stack takes its name from, without --stack-name')
    .action(async (template: string | undefined, options: DeployOptions) => {
      const { destroy } = await import('./commands/deploy.ts');
      end(await destroy(template, options, { terminal, environment }));
    });
}

const DEPLOY_HELP = `
Where a definition, the environment of a function or an output names a deployed API as AWS does,
https://<api>.execute-api.<region>.amazonaws.com/<stage>, the address on this server stands instead:
<endpoint>/restapis/<api>/<stage>/_user_request_. Outputs are printed as one JSON object.`;

function addTrace(program: Command, { terminal, environment, end }: Shell): void {
  program
    .command('trace')
    .description('print where the time of an execution went')
    .argument('<arn>', 'ARN of the execution')
    .option('--endpoint <url>', 'server to ask (default: AWS_ENDPOINT_URL, then http://127.0.0.1:8083)')
    .action(async (arn: string, options: TraceOptions) => {
      const { trace } = await import('./commands/trace.ts');
      end(await trace(arn, options, { terminal, environment }));
    });
}

function addTraceMap(program: Command, { terminal, environment, end }: Shell): void {
  program
    .command('trace-map')
    .description('print which services have called which, from the traces of machines with tracing on')
    .option('--endpoint <url>', 'server to ask (default: AWS_ENDPOINT_URL, then http://127.0.0.1:8083)')
    .option('--minutes <number>', 'how far to look back, 1 to 360', orInvalid(minutes), 60)
    .option('--svg <file>', 'draw it, too')
    .action(async (options: TraceMapOptions) => {
      const { traceMap } = await import('./commands/trace-map.ts');
      end(await traceMap(options, { terminal, environment }));
    });
}

function addSnippet(program: Command, { terminal, end }: Shell): void {
  program
    .command('snippet')
    .description('list ready states, or print one to paste into a definition')
    .argument('[service]', 'lambda, sns, sqs, map, ...')
    .argument('[action]', 'invoke, publish, ...')
    .addOption(
      new Option('--query-language <language>', 'the language of its fields')
        .choices(['jsonpath', 'jsonata'])
        .default('jsonpath'),
    )
    .option('--retry', 'with a Retry')
    .option('--catch', 'with a Catch')
    .option('--timeout <seconds>', 'with TimeoutSeconds', orInvalid(seconds))
    .action(
      async (service: string | undefined, action: string | undefined, options: SnippetCommandOptions) => {
        const { snippet } = await import('./commands/snippet.ts');
        end(snippet({ service, action }, options, terminal));
      },
    );
}

function addDoctor(program: Command, { terminal, end }: Shell): void {
  program
    .command('doctor')
    .description('check everything in a data directory, and change nothing; a server may run on it meanwhile')
    .argument('[directory]', 'data directory of the server', './.stepwell')
    .action(async (directory: string) => {
      const { doctor } = await import('./commands/doctor.ts');
      end(await doctor(directory, terminal));
    });
}

function addBackup(program: Command, { terminal, end }: Shell): void {
  program
    .command('backup')
    .description('copy a data directory; a server may run on it meanwhile')
    .argument('<folder>', 'where the backup will be; nothing may be there')
    .option('--data <directory>', 'data directory of the server', './.stepwell')
    .action(async (folder: string, options: BackupOptions) => {
      const { backup } = await import('./commands/backup.ts');
      end(await backup(folder, options, terminal));
    });
  program
    .command('restore')
    .description('make a data directory of a backup')
    .argument('<folder>', 'the backup')
    .option('--data <directory>', 'where it will be; nothing may be there', './.stepwell')
    .action(async (folder: string, options: BackupOptions) => {
      const { restore } = await import('./commands/backup.ts');
      end(await restore(folder, options, terminal));
    });
}

function addDemo(program: Command, { terminal, end }: Shell): void {
  program
    .command('demo')
    .description('see a first workflow run, from an empty server to its history')
    .action(async () => {
      const { demo } = await import('./commands/demo.ts');
      end(await demo(terminal));
    });
}

function addVersion(program: Command, { terminal }: Shell): void {
  program
    .command('version')
    .description('print the version')
    .action(async () => {
      const { version } = await import('./commands/version.ts');
      terminal.out(version());
    });
}

/** In the words that Commander prints with the name of the option. */
function orInvalid<Value>(read: (text: string, before: unknown) => Value) {
  return (text: string, before: unknown): Value => {
    try {
      return read(text, before);
    } catch (error) {
      if (error instanceof Refusal) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

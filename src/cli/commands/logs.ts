import { setTimeout as pause } from 'node:timers/promises';
import { clientOf } from '../client.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { followLogs, groupNames, type LogLine, logLines, logQueryOf } from '../log-lines.ts';
import { printable, type Terminal } from '../terminal.ts';
import { endpointOf } from './history.ts';

/** Prints what a log group holds, or a state machine's part of it; without a name, which groups there are. */
export async function logs(
  name: string | undefined,
  options: LogsOptions,
  { terminal, environment }: { readonly terminal: Terminal; readonly environment: NodeJS.ProcessEnv },
): Promise<ExitCode> {
  const client = clientOf(options.endpoint ?? endpointOf(environment), environment);
  if (name === undefined) {
    for (const group of await groupNames(client)) terminal.out(printable(group));
    return EXIT.ok;
  }
  const { filter, follow } = options;
  const query = {
    ...(await logQueryOf(client, name)),
    ...(filter === undefined ? {} : { filterPattern: filter }),
  };
  const show = (line: LogLine) => terminal.out(textOf(line));
  if (follow === true) await followLogs(client, query, { show, pause: () => pause(LOOK_MS, true) });
  else for await (const line of logLines(client, query)) show(line);
  return EXIT.ok;
}

export interface LogsOptions {
  readonly endpoint?: string;
  readonly follow?: true;
  readonly filter?: string;
}

const LOOK_MS = 500;

function textOf({ timestamp, message }: LogLine): string {
  return `${new Date(timestamp).toISOString()} ${printable(message.trimEnd())}`;
}

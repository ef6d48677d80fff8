import { type Client, clientOf } from '../client.ts';
import { summarize } from '../event-summary.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { historyPages } from '../history-pages.ts';
import { historyTable } from '../history-table.ts';
import { printableJson, type Terminal } from '../terminal.ts';

/** Prints an execution's history as a table, or with `--json` as the API answers it. */
export async function history(arn: string, options: HistoryOptions, shell: HistoryShell): Promise<ExitCode> {
  const { terminal, environment } = shell;
  const client = clientOf(options.endpoint ?? endpointOf(environment), environment);
  const reverseOrder = options.reverse === true;
  if (options.json === true) {
    for await (const events of historyPages(client, arn, { reverseOrder })) {
      for (const event of events) terminal.out(printableJson(JSON.stringify(event)));
    }
    return EXIT.ok;
  }
  for (const line of await historyLines(client, arn, { reverseOrder, terminal })) terminal.out(line);
  return EXIT.ok;
}

export interface HistoryOptions {
  readonly endpoint?: string;
  readonly reverse?: true;
  readonly json?: true;
}

export interface HistoryShell {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
}

/** Where the AWS command line would look, then where `stepwell start` listens. */
export function endpointOf(environment: NodeJS.ProcessEnv): string {
  return environment.AWS_ENDPOINT_URL_SFN ?? environment.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:8083';
}

/** The whole history as the lines of a table. */
export async function historyLines(
  client: Client,
  arn: string,
  { reverseOrder, terminal }: { readonly reverseOrder: boolean; readonly terminal: Terminal },
): Promise<string[]> {
  const pages = await Array.fromAsync(historyPages(client, arn, { reverseOrder }));
  const events = pages.flat().map(summarize);
  return historyTable(events, terminal.columns, terminal.outColors);
}

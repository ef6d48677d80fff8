import { isNumber, type JsonObject, member, toNumber } from '../../base/json.ts';
import { segmentsOf, type TracedEvent } from '../../telemetry/execution-segments.ts';
import { type Client, clientOf } from '../client.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { historyPages } from '../history-pages.ts';
import type { Terminal } from '../terminal.ts';
import { waterfall } from '../waterfall.ts';
import { endpointOf, type HistoryShell } from './history.ts';

export interface TraceOptions {
  readonly endpoint?: string;
}

/** Prints where the time of an execution went. Its history says it, whether its machine is traced or not. */
export async function trace(arn: string, options: TraceOptions, shell: HistoryShell): Promise<ExitCode> {
  const { terminal, environment } = shell;
  const client = clientOf(options.endpoint ?? endpointOf(environment), environment);
  for (const line of await traceLines(client, arn, terminal)) terminal.out(line);
  return EXIT.ok;
}

export async function traceLines(client: Client, arn: string, terminal: Terminal): Promise<string[]> {
  const pages = await Array.fromAsync(historyPages(client, arn, { reverseOrder: false }));
  const events = pages.flat().map(eventOf);
  const name = arn.split(':')[6] ?? arn;
  const [segment] = segmentsOf({ traceId: '', executionArn: arn, name, events });
  if (segment === undefined || events.length === 0)
    throw new Refusal(EXIT.failed, 'nothing has happened yet');
  return waterfall(segment, terminal.columns, terminal.outColors);
}

/** The API tells moments in seconds. */
function eventOf(event: JsonObject): TracedEvent {
  const numberOf = (field: string) => {
    const value = member(event, field);
    return isNumber(value) ? toNumber(value) : 0;
  };
  return {
    ...event,
    ...{ timestamp: numberOf('timestamp') * 1000, id: numberOf('id') },
    ...{ previousEventId: numberOf('previousEventId'), type: String(member(event, 'type')) },
  };
}

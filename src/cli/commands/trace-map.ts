import { writeFileSync } from 'node:fs';
import { member } from '../../base/json.ts';
import { type Client, clientOf } from '../client.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { type MapNode, mapLines, mapSvg, nodesOf } from '../service-map.ts';
import { endpointOf, type HistoryShell } from './history.ts';

export interface TraceMapOptions {
  readonly endpoint?: string;
  readonly svg?: string;
  /** How far it looks back. */
  readonly minutes: number;
}

/** Prints who has called whom, and how it went; with `--svg` it draws it. */
export async function traceMap(options: TraceMapOptions, shell: HistoryShell): Promise<ExitCode> {
  const { terminal, environment } = shell;
  const client = clientOf(options.endpoint ?? endpointOf(environment), environment);
  const nodes = await recentMap(client, options.minutes, Date.now() / 1000);
  if (nodes.length === 0) terminal.say(`no traces in the last ${options.minutes} minutes`);
  for (const line of mapLines(nodes, terminal.columns, terminal.outColors)) terminal.out(line);
  if (options.svg !== undefined) write(options.svg, mapSvg(nodes));
  return EXIT.ok;
}

export async function recentMap(client: Client, minutes: number, now: number): Promise<MapNode[]> {
  const graph = await client.xray('/ServiceGraph', { StartTime: now - minutes * 60, EndTime: now });
  return nodesOf(member(graph, 'Services'));
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new Refusal(EXIT.io, `${path} cannot be written: ${error.message}`, { cause: error });
  }
}

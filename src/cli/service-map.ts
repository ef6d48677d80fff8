import { isArray, isNumber, isObject, type Json, type JsonObject, member, toNumber } from '../base/json.ts';
import { type Colors, printable, shorten } from './terminal.ts';

/** A service as GetServiceGraph tells of it. */
export interface MapNode extends Counts {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly edges: readonly (Counts & { readonly to: number })[];
}

interface Counts {
  readonly ok: number;
  readonly error: number;
  readonly throttle: number;
  readonly fault: number;
  readonly seconds: number;
}

/** What of an answer is a node; anything else in it is passed over. */
export function nodesOf(services: Json | undefined): MapNode[] {
  return objects(services).map((service) => ({
    ...countsOf(service),
    id: numberIn(service, 'ReferenceId'),
    name: textIn(service, 'Name'),
    type: textIn(service, 'Type'),
    edges: objects(member(service, 'Edges')).map((edge) => ({
      ...countsOf(edge),
      to: numberIn(edge, 'ReferenceId'),
    })),
  }));
}

/** One line a service, and below it whom it calls. */
export function mapLines(nodes: readonly MapNode[], columns: number, colors: Colors): string[] {
  const names = new Map(nodes.map((node) => [node.id, labelOf(node)]));
  const ordered = nodes.toSorted((a, b) => rank(a) - rank(b));
  return ordered.flatMap((node) => [
    paint(node, colors)(shorten(`${labelOf(node)}  ${summary(node)}`, columns)),
    ...node.edges.map((edge) =>
      paint(edge, colors)(shorten(`  -> ${names.get(edge.to) ?? '?'}  ${summary(edge)}`, columns)),
    ),
  ]);
}

const BOX = { width: 360, height: 70, across: 460, down: 110, margin: 20 };
const NAME_CHARACTERS_MAX = 28;

/** The same as a picture: callers to the left of what they call. Every text of others is escaped. */
export function mapSvg(nodes: readonly MapNode[]): string {
  const places = placesOf(nodes);
  const all = [...places.values()];
  const width = Math.max(...all.map(({ x }) => x), 0) + BOX.width + BOX.margin;
  const height = Math.max(...all.map(({ y }) => y), 0) + BOX.height + BOX.margin;
  const edges = nodes.flatMap((node) =>
    node.edges.flatMap((edge) => {
      const [from, to] = [places.get(node.id), places.get(edge.to)];
      if (from === undefined || to === undefined) return [];
      const middle = BOX.height / 2;
      const line = `x1="${from.x + BOX.width}" y1="${from.y + middle}" x2="${to.x}" y2="${to.y + middle}"`;
      return [`<line ${line} stroke="${colorOf(edge)}" stroke-width="2"/>`];
    }),
  );
  const boxes = nodes.map((node) => {
    const { x, y } = places.get(node.id) ?? { x: 0, y: 0 };
    const box = `x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8"`;
    const name = shorten(printable(node.name), NAME_CHARACTERS_MAX);
    return [
      `<rect ${box} fill="#fff" stroke="${colorOf(node)}" stroke-width="3"/>`,
      `<text x="${x + 12}" y="${y + 28}" font-weight="bold">${escapeXml(name)}</text>`,
      `<text x="${x + 12}" y="${y + 50}" font-size="12">${escapeXml(summary(node))}</text>`,
    ].join('\n');
  });
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const start = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="14">`;
  return [start, ...edges, ...boxes, '</svg>', ''].join('\n');
}

function placesOf(nodes: readonly MapNode[]): Map<number, { readonly x: number; readonly y: number }> {
  const depths = depthsOf(nodes);
  const rows = new Map<number, number>();
  const places = new Map<number, { readonly x: number; readonly y: number }>();
  for (const { id } of nodes) {
    const depth = depths.get(id) ?? 0;
    const row = rows.get(depth) ?? 0;
    rows.set(depth, row + 1);
    places.set(id, { x: BOX.margin + depth * BOX.across, y: BOX.margin + row * BOX.down });
  }
  return places;
}

/** How many calls lie between a client and each service, at least. */
function depthsOf(nodes: readonly MapNode[]): ReadonlyMap<number, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depths = new Map(nodes.filter((node) => rank(node) === 0).map(({ id }) => [id, 0]));
  for (const [id, depth] of depths) {
    for (const { to } of byId.get(id)?.edges ?? []) if (!depths.has(to)) depths.set(to, depth + 1);
  }
  return depths;
}

/** Clients come first. */
function rank({ type }: MapNode): number {
  return type === 'client' ? 0 : 1;
}

function labelOf({ name, type }: MapNode): string {
  const kind = type === '' ? '' : ` (${type.replace(/^AWS::/, '')})`;
  return printable(`${name}${kind}`);
}

function summary({ ok, error, throttle, fault, seconds }: Counts): string {
  const calls = ok + error + throttle + fault;
  const parts = [`${calls} calls`];
  if (fault > 0) parts.push(`${fault} faults`);
  if (error > 0) parts.push(`${error} errors`);
  if (throttle > 0) parts.push(`${throttle} throttled`);
  if (calls > 0) parts.push(`${(seconds / calls).toFixed(3)} s each`);
  return parts.join(', ');
}

function paint({ fault, throttle, error }: Counts, colors: Colors): (text: string) => string {
  if (fault > 0) return colors.red;
  if (throttle > 0) return colors.magenta;
  return error > 0 ? colors.yellow : colors.green;
}

function colorOf({ fault, throttle, error }: Counts): string {
  if (fault > 0) return '#d13212';
  if (throttle > 0) return '#8e44ad';
  return error > 0 ? '#e0a800' : '#1d8102';
}

function escapeXml(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}

function countsOf(from: JsonObject): Counts {
  const statistics = objectIn(from, 'SummaryStatistics');
  const errors = objectIn(statistics, 'ErrorStatistics');
  return {
    ok: numberIn(statistics, 'OkCount'),
    error: numberIn(errors, 'OtherCount'),
    throttle: numberIn(errors, 'ThrottleCount'),
    fault: numberIn(objectIn(statistics, 'FaultStatistics'), 'TotalCount'),
    seconds: numberIn(statistics, 'TotalResponseTime'),
  };
}

function objects(value: Json | undefined): JsonObject[] {
  return isArray(value) ? value.filter(isObject) : [];
}

function objectIn(from: JsonObject, field: string): JsonObject {
  const value = member(from, field);
  return isObject(value) ? value : {};
}

function numberIn(from: JsonObject, field: string): number {
  const value = member(from, field);
  return isNumber(value) ? toNumber(value) : 0;
}

function textIn(from: JsonObject, field: string): string {
  const value = member(from, field);
  return typeof value === 'string' ? value : '';
}

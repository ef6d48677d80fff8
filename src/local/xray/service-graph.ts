import type { JsonObject } from '../../base/json.ts';
import type { SegmentFacts } from './segment-document.ts';

interface Statistics {
  ok: number;
  error: number;
  throttle: number;
  fault: number;
  seconds: number;
  startedAt: number;
  endedAt: number;
  /** How often each time was seen, in seconds rounded to a millisecond. */
  readonly times: Map<number, number>;
}

interface ServiceNode extends Statistics {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  isRoot: boolean;
  /** By the id of the node that is called. */
  readonly edges: Map<number, Statistics>;
}

const TIMES_MAX = 100;

/** Services and who calls whom, counted over traces. As on AWS, who has begun a trace is a node of type `client`. */
export function serviceGraph(traces: Iterable<readonly SegmentFacts[]>, account: string): JsonObject[] {
  const graph = new Graph();
  for (const segments of traces) graph.add(segments);
  return graph.services(account);
}

class Graph {
  readonly #nodes = new Map<string, ServiceNode>();

  add(segments: readonly SegmentFacts[]): void {
    const owners = new Map<string, SegmentFacts>();
    for (const segment of segments)
      for (const id of [segment.id, ...segment.innerIds]) owners.set(id, segment);
    for (const segment of segments) {
      const node = this.#node(segment.name, segment.type);
      count(node, segment);
      const caller = segment.parent === undefined ? undefined : owners.get(segment.parent);
      if (caller === undefined || caller === segment) node.isRoot = true;
      const from =
        caller === undefined || caller === segment
          ? this.#client(segment)
          : this.#node(caller.name, caller.type);
      const edge = from.edges.get(node.id) ?? noStatistics();
      from.edges.set(node.id, edge);
      count(edge, segment);
    }
  }

  services(account: string): JsonObject[] {
    return [...this.#nodes.values()].map((node) => ({
      ...{ ReferenceId: node.id, Name: node.name, Names: [node.name], Root: node.isRoot, State: 'active' },
      ...(node.type === 'client' ? {} : { AccountId: account }),
      ...(node.type === '' ? {} : { Type: node.type }),
      ...shown(node),
      DurationHistogram: histogramOf(node),
      Edges: [...node.edges].map(([id, edge]) => ({ ReferenceId: id, ...shown(edge), Aliases: [] })),
    }));
  }

  #client(segment: SegmentFacts): ServiceNode {
    const client = this.#node(segment.name, 'client');
    count(client, segment);
    return client;
  }

  #node(name: string, type: string): ServiceNode {
    const key = `${type}\n${name}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = {
      ...noStatistics(),
      ...{ id: this.#nodes.size, name, type, isRoot: false, edges: new Map() },
    };
    this.#nodes.set(key, node);
    return node;
  }
}

function noStatistics(): Statistics {
  const extent = { startedAt: Number.POSITIVE_INFINITY, endedAt: 0 };
  return { ok: 0, error: 0, throttle: 0, fault: 0, seconds: 0, ...extent, times: new Map() };
}

/** Each segment counts once: as a fault, a throttled call, another error, or well. */
function count(statistics: Statistics, segment: SegmentFacts): void {
  const { startedAt, endedAt, isFault, isThrottle, isError } = segment;
  if (isFault) statistics.fault++;
  else if (isThrottle) statistics.throttle++;
  else if (isError) statistics.error++;
  else statistics.ok++;
  const seconds = endedAt - startedAt;
  statistics.seconds += seconds;
  statistics.startedAt = Math.min(statistics.startedAt, startedAt);
  statistics.endedAt = Math.max(statistics.endedAt, endedAt);
  const rounded = Math.round(seconds * 1000) / 1000;
  statistics.times.set(rounded, (statistics.times.get(rounded) ?? 0) + 1);
}

function shown(statistics: Statistics): JsonObject {
  const { ok, error, throttle, fault, seconds, startedAt, endedAt } = statistics;
  return {
    StartTime: startedAt,
    EndTime: endedAt,
    SummaryStatistics: {
      OkCount: ok,
      ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
      FaultStatistics: { OtherCount: fault, TotalCount: fault },
      TotalCount: ok + error + throttle + fault,
      TotalResponseTime: Math.round(seconds * 1000) / 1000,
    },
    ResponseTimeHistogram: histogramOf(statistics),
  };
}

function histogramOf({ times }: Statistics): JsonObject[] {
  const all = [...times].sort(([a], [b]) => a - b);
  return all.slice(0, TIMES_MAX).map(([Value, Count]) => ({ Value, Count }));
}

import type { Clock } from '../../base/clock.ts';
import type { Entropy } from '../../base/entropy.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Execution } from '../../interpreter/execution.ts';
import { tellChunk } from '../../interpreter/history.ts';
import { type Chunk, decodeChunk } from '../../interpreter/journal.ts';
import type { Store } from '../../store/store.ts';
import { segmentsOf } from '../../telemetry/execution-segments.ts';
import { newTraceHeader, parseTraceHeader } from '../../telemetry/trace-header.ts';
import type { TraceSink } from '../../telemetry/trace-sink.ts';
import type { StartRequest } from '../engine.ts';
import type { HotExecution } from '../hot-execution.ts';

export interface TraceSettings {
  readonly sink: TraceSink;
  /** Of executions that come without a header, from 0, none, to 1, all. */
  readonly sampling: number;
}

export interface ExecutionTracesOptions {
  readonly traces?: TraceSettings;
  readonly store: Pick<Store, 'journal'>;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly onDefect: (error: unknown) => void;
}

/** Ends gather for this long: nothing of a trace is made in the turn that ends an execution. */
const DELAY_MS = 50;

/** An execution that has ended, and is not told yet. */
interface Ended {
  readonly execution: Execution;
  readonly chunks: () => Promise<readonly Chunk[]>;
}

/**
 * Tells how executions have spent their time, for machines that have tracing on. It is told of ends that are on disk and
 * works later, from what is in the journal. What was not told when the process is killed is lost.
 */
export class ExecutionTraces {
  readonly #options: ExecutionTracesOptions;
  readonly #queue: Ended[] = [];
  #cancel: (() => void) | undefined;
  #telling: Promise<void> | undefined;

  constructor(options: ExecutionTracesOptions) {
    this.#options = options;
  }

  /** The start with a trace header, when its machine is traced and it has none. */
  headed(request: StartRequest): StartRequest {
    const { traces, clock, entropy } = this.#options;
    const { machine, revision = machine.current, origin = {} } = request;
    if (traces === undefined || !revision.tracingConfiguration.enabled || origin.traceHeader !== undefined)
      return request;
    return {
      ...request,
      origin: { ...origin, traceHeader: newTraceHeader(clock.now(), entropy, traces.sampling) },
    };
  }

  /** After a commit. */
  committed({ isTraced, execution, header }: HotExecution): void {
    if (!isTraced || execution.status === 'RUNNING') return;
    this.#add({
      execution,
      chunks: async () => (await this.#options.store.journal(header.id)).map(decodeChunk),
    });
  }

  /** Of an execution that has no journal: all its turns. */
  ended(execution: Execution, chunks: readonly Chunk[]): void {
    this.#add({ execution, chunks: async () => chunks });
  }

  /** Tells what was noted. */
  async close(): Promise<void> {
    this.#cancel?.();
    await this.#tell();
  }

  #add(ended: Ended): void {
    const { traces, clock } = this.#options;
    if (traces === undefined || sampledTrace(ended.execution) === undefined) return;
    this.#queue.push(ended);
    this.#cancel ??= clock.after(DELAY_MS, () => {
      this.#cancel = undefined;
      this.#tell().catch(this.#options.onDefect);
    });
  }

  async #tell(): Promise<void> {
    await this.#telling;
    this.#telling = this.#tellAll();
    await this.#telling;
  }

  async #tellAll(): Promise<void> {
    for (let ended = this.#queue.shift(); ended !== undefined; ended = this.#queue.shift()) {
      try {
        await this.#tellOne(ended);
      } catch (error) {
        // The store is away: a trace is no reason to wait for it.
        if (!(error instanceof Unavailable)) throw error;
      }
    }
  }

  async #tellOne({ execution, chunks }: Ended): Promise<void> {
    const trace = sampledTrace(execution);
    if (trace === undefined) return;
    const { program, identity } = execution;
    const narrator = { program, identity, includeExecutionData: true };
    const events = (await chunks()).flatMap((chunk) => tellChunk(narrator, chunk));
    const { executionArn, stateMachineName: name, place } = identity;
    const segments = segmentsOf({ traceId: trace.root, parent: trace.parent, executionArn, name, events });
    this.#options.traces?.sink.append(place, segments);
  }
}

function sampledTrace({ origin }: Execution) {
  const header = origin?.traceHeader === undefined ? undefined : parseTraceHeader(origin.traceHeader);
  return header?.isSampled === true ? header : undefined;
}

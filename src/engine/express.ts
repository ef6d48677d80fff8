import { expressArn, type Scope, stateMachineArn } from '../base/arn.ts';
import { assert, present } from '../base/assert.ts';
import { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { Catalog, Revision } from '../catalog/catalog.ts';
import type { Identity } from '../interpreter/execution.ts';
import type { Chunk } from '../interpreter/journal.ts';
import { isEvent } from '../interpreter/record.ts';
import type { Store } from '../store/store.ts';
import type { ExpressEnd, StartRequest } from './engine.ts';
import type { ExecutionIds } from './execution-ids.ts';
import type { Executions } from './executions.ts';
import { ExpressRun, type ExpressServices } from './express-run.ts';
import { type ExpressStart, ExpressStarts } from './express-starts.ts';
import type { ExecutionLogs } from './logging/execution-logs.ts';
import type { EngineProgram } from './programs.ts';
import type { Tally } from './tally.ts';
import type { ExecutionTraces } from './tracing/execution-traces.ts';

/**
 * Behind every number of an execution that has a journal, until 2109: where the clock was set back, one of an earlier process
 * could have the same, and would be taken for sent.
 */
const APART = 2 ** 52;
/** Callers that wait for the end of an execution at once. */
const SYNC_MAX = 1_000;
/** Asynchronous executions under way at once; each is a document in the store and its input in memory. */
const ASYNC_MAX = 10_000;

export interface ExpressOptions extends ExpressServices {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly executions: Executions;
  readonly ids: ExecutionIds;
  readonly tally: Tally;
  readonly logs: Pick<ExecutionLogs, 'add'>;
  readonly traces: Pick<ExecutionTraces, 'ended'>;
}

/**
 * Runs Express executions in memory. An asynchronous one is on disk from its acknowledgement to its end, and runs
 * again from its beginning after a crash; a synchronous one is lost with the process and never runs again.
 */
export class Express {
  readonly #options: ExpressOptions;
  readonly #starts: ExpressStarts;
  /** Running ones, with what tells a caller that it will not see the end. */
  readonly #sync = new Map<ExpressRun, (error: Unavailable) => void>();
  readonly #async = new Set<ExpressRun>();
  /** Asynchronous ones from before they are on disk until they no longer are. */
  #underWay = 0;
  /** Those of this process, until it has read what an earlier one left. */
  #own: Set<string> | undefined = new Set();
  #isClosed = false;

  constructor(options: ExpressOptions) {
    this.#options = options;
    this.#starts = new ExpressStarts(options.store, options.clock);
  }

  async start(request: StartRequest): Promise<{ executionArn: string; startedAt: Instant }> {
    const { machine, revision = machine.current, input } = request;
    await this.#options.executions.ready(machine.id, revision);
    this.#refuseClosed();
    if (this.#underWay >= ASYNC_MAX) throw this.#options.tally.shed('express');
    const start = { machine: machine.id, revision: revision.number, input, ...this.#named(request) };
    this.#own?.add(start.run);
    this.#underWay++;
    try {
      await this.#starts.add(start);
    } catch (error) {
      this.#underWay--;
      throw error;
    }
    return this.#runAsync(start, { owner: machine, revision }, request.origin?.traceHeader);
  }

  async startSync(request: StartRequest): Promise<ExpressEnd> {
    const { machine, revision = machine.current } = request;
    await this.#options.executions.ready(machine.id, revision);
    this.#refuseClosed();
    if (this.#sync.size >= SYNC_MAX) throw this.#options.tally.shed('expressSync');
    const start = { ...this.#named(request), machine: machine.id };
    return await new Promise<ExpressEnd>((resolve, reject) => {
      const run = this.#create(start, { owner: machine, revision }, () => {
        this.#sync.delete(run);
        resolve(endOf(run));
      });
      this.#sync.set(run, reject);
      run.begin(Payload.fromText(request.input, request.value), request.origin?.traceHeader);
    });
  }

  /** Runs what an earlier process has acknowledged and not ended, each from its beginning. */
  async recover(): Promise<void> {
    const { machines } = this.#options.catalog;
    for await (const start of this.#starts.all()) {
      if (this.#own?.has(start.run) === true) continue;
      const { machine, revision: number, run } = start;
      const owner = present(await machines.ownerOf(machine), `owner of express execution ${run}`);
      const revision = present(
        await machines.revision(machine, number),
        `revision of express execution ${run}`,
      );
      await this.#options.executions.ready(machine, revision);
      this.#underWay++;
      this.#runAsync(start, { owner, revision }, undefined);
    }
    this.#own = undefined;
  }

  /** Whoever waits is told that it waits in vain; what is on disk runs again with the next process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const run of this.#async) run.stop();
    for (const [run, refuse] of this.#sync) {
      run.stop();
      refuse(new Unavailable('the server stopped before the execution ended; it is not run again'));
    }
    this.#sync.clear();
    await this.#starts.close();
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new Unavailable('the server is stopping');
  }

  #named({ name }: StartRequest): { readonly name: string; readonly run: string } {
    const { entropy } = this.#options;
    return { name: name ?? entropy.uuid(), run: entropy.uuid() };
  }

  #runAsync(
    start: ExpressStart,
    of: { readonly owner: Owner; readonly revision: Revision },
    traceHeader: string | undefined,
  ) {
    const run = this.#create(start, of, () => {
      this.#async.delete(run);
      this.#forget(start.run).catch(this.#options.onDefect);
    });
    const { executionArn } = run.execution.identity;
    // Closed while it was written: it is acknowledged, and runs with the next process.
    if (this.#isClosed) return { executionArn, startedAt: this.#options.clock.now() };
    this.#async.add(run);
    run.begin(Payload.fromText(start.input), traceHeader);
    return { executionArn, startedAt: run.execution.startedAt };
  }

  async #forget(run: string): Promise<void> {
    await this.#starts.remove(run);
    this.#underWay--;
  }

  #create(
    named: Pick<ExpressStart, 'machine' | 'name' | 'run'>,
    { owner, revision }: { readonly owner: Owner; readonly revision: Revision },
    ended: () => void,
  ): ExpressRun {
    const { ids, clock, executions } = this.#options;
    const compiled = executions.program(named.machine, revision);
    return new ExpressRun({
      id: APART + ids.next(clock.now()),
      compiled,
      identity: identityOf(owner, revision, named),
      services: compiled.logs === undefined && !compiled.isTraced ? this.#options : this.#observed(compiled),
      ended,
    });
  }

  /** Every turn's records pass the sender: they are seen there, and where nobody looks that costs nothing. */
  #observed({ logs: settings, isTraced }: EngineProgram): ExpressServices {
    const { sender, logs, traces } = this.#options;
    const chunks: Chunk[] = [];
    const update: ExpressServices['sender']['update'] = (owner, records) => {
      sender.update(owner, records);
      const { execution } = owner;
      if (settings !== undefined) logs.add(settings, execution, records);
      if (!isTraced) return;
      const events = records.filter(isEvent).length;
      chunks.push({ at: execution.lastAt, firstEventId: execution.lastEventId - events + 1, records });
      if (execution.status !== 'RUNNING') traces.ended(execution, chunks);
    };
    return { ...this.#options, sender: { update } };
  }
}

/** Where a machine is, or was. */
interface Owner {
  readonly scope: Scope;
  readonly name: string;
}

function identityOf(
  { scope, name: machine }: Owner,
  { roleArn }: Revision,
  { name, run }: Pick<ExpressStart, 'name' | 'run'>,
): Identity {
  return {
    place: { region: scope.region, account: scope.account },
    executionArn: expressArn(scope, machine, name, run),
    name,
    roleArn,
    stateMachineArn: stateMachineArn(scope, machine),
    stateMachineName: machine,
  };
}

function endOf({ execution }: ExpressRun): ExpressEnd {
  const { identity, status, startedAt, stoppedAt, input, output, origin } = execution;
  assert(status !== 'RUNNING' && status !== 'ABORTED', `an express execution ended ${status}`);
  // A history shows the error of a timeout; this answer has no history, and says it itself.
  const { error, cause } =
    status === 'TIMED_OUT' ? { error: 'States.Timeout', cause: undefined } : execution.failure;
  return {
    executionArn: identity.executionArn,
    stateMachineArn: identity.stateMachineArn,
    name: identity.name,
    status,
    startedAt,
    stoppedAt: present(stoppedAt, 'end of an express execution'),
    input,
    ...(origin?.traceHeader === undefined ? {} : { traceHeader: origin.traceHeader }),
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

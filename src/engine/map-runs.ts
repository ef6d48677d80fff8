import { labelledMachineArn, parseStatesArn } from '../base/arn.ts';
import {
  childArn,
  childName,
  countsOf,
  distributedOf,
  type MapRun,
  mapRunArnOf,
} from '../interpreter/map-run.ts';
import type { MapRunLimits } from '../interpreter/record.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { Header, Store } from '../store/store.ts';
import type { ListedChild, MapRunDescription, MapRunQuery } from './engine.ts';
import type { Executions } from './executions.ts';
import type { HotExecution } from './hot-execution.ts';
import type { MapRunIds } from './map-run-id.ts';

export interface MapRunsOptions {
  readonly store: Pick<Store, 'executions'>;
  readonly executions: Executions;
  readonly ids: MapRunIds;
  post(hot: HotExecution, signal: Signal): Promise<boolean>;
  /** What is told of an execution is on disk: read in the moment when no turn of it is under way. */
  settled<Read>(hot: HotExecution, read: (hot: HotExecution) => Read): Promise<Read | undefined>;
}

/** Map Runs as the API sees them: read from the executions that they belong to, to which their ARNs lead. */
export class MapRuns {
  readonly #options: MapRunsOptions;

  constructor(options: MapRunsOptions) {
    this.#options = options;
  }

  async describe(arn: string): Promise<MapRunDescription | undefined> {
    return await this.#at(arn, descriptionOf);
  }

  /** @returns false when it is over. */
  async change(arn: string, limits: Partial<MapRunLimits>): Promise<boolean | undefined> {
    const found = await this.#at(arn, (hot, run) => ({ hot, run: run.event }));
    return found && (await this.#options.post(found.hot, { type: 'changeMapRun', run: found.run, limits }));
  }

  /** Of an execution, newest first. */
  async list(executionArn: string): Promise<MapRunDescription[] | undefined> {
    const { executions, settled } = this.#options;
    const hot = await executions.find(executionArn);
    const found = hot && (await settled(hot, ({ execution }) => [...execution.mapRuns.values()]));
    return found && hot && found.map((run) => descriptionOf(hot, run)).reverse();
  }

  /** Its executions, newest first. */
  async children(arn: string, query: MapRunQuery): Promise<ListedChild[] | undefined> {
    const found = await this.#at(arn, (hot, run) => ({ hot, run, pending: pendingIn(run) }));
    if (found === undefined) return undefined;
    const { hot, run, pending } = found;
    const { stateMachineArn } = descriptionOf(hot, run);
    const { program, identity } = hot.execution;
    const distributed = distributedOf(program, run.state);
    const owner = { machine: hot.header.machine, mapRun: run.uuid };
    const headers = await this.#headers(owner, query, pending);
    return headers.map((header) => ({
      header,
      isPendingRedrive: pending.has(header.name),
      executionArn: childArn(identity, distributed, header.name),
      stateMachineArn,
    }));
  }

  /** Whether an execution is of a Map Run that is redriven, and has not come to it yet. */
  async isPending({ header, execution }: HotExecution): Promise<boolean> {
    const { ids, executions, settled } = this.#options;
    const { status, membership } = execution;
    if (membership === undefined || status === 'RUNNING' || status === 'SUCCEEDED') return false;
    const subject = ids.open(membership.mapRun);
    const owner = subject && (await executions.get(subject.execution));
    const run = owner && (await settled(owner, (hot) => hot.execution.mapRuns.get(subject.event)));
    return run !== undefined && pendingIn(run).has(header.name);
  }

  /** The store knows nothing of redrives: it is asked for more until there are enough, or no more. */
  async #headers(owner: Owner, query: MapRunQuery, pending: ReadonlySet<string>): Promise<Header[]> {
    const { status, isRedriven, limit } = query;
    const isPending = status === 'PENDING_REDRIVE';
    const asked = status === undefined || isPending ? owner : { ...owner, status };
    const headers: Header[] = [];
    for (let { before } = query; ; ) {
      const page = { limit, ...(before === undefined ? {} : { before }) };
      const found = await this.#options.store.executions({ ...asked, ...page });
      for (const header of found) {
        if (isRedriven !== undefined && isRedriven !== (header.redrivenAt !== undefined)) continue;
        if (status === undefined || isPending === pending.has(header.name)) headers.push(header);
      }
      before = found.at(-1)?.id;
      if (found.length < limit || headers.length >= limit) return headers.slice(0, limit);
    }
  }

  async #at<Read>(arn: string, read: (hot: HotExecution, run: MapRun) => Read): Promise<Read | undefined> {
    const parsed = parseStatesArn(arn);
    const subject = parsed?.kind === 'mapRun' ? this.#options.ids.open(parsed.run) : undefined;
    const found = subject && (await this.#options.executions.get(subject.execution));
    if (subject === undefined || found === undefined) return undefined;
    return await this.#options.settled(found, (hot) => {
      const run = hot.execution.mapRuns.get(subject.event);
      // The whole ARN has to be right: whose it is, its machine and its label.
      const isIt =
        run !== undefined && mapRunArnOf(hot.execution, run) === arn.replace(/^arn:[^:]*/, 'arn:aws');
      return isIt ? read(hot, run) : undefined;
    });
  }
}

type Owner = Pick<Header, 'machine' | 'mapRun'>;

/** The names of its executions that are to run again. */
function pendingIn(run: MapRun): Set<string> {
  return new Set([...(run.work?.pending.keys() ?? [])].map((index) => childName(run, index)));
}

function descriptionOf({ execution }: HotExecution, run: MapRun): MapRunDescription {
  const { program, identity } = execution;
  const { label } = distributedOf(program, run.state);
  return {
    id: run.event,
    mapRunArn: mapRunArnOf(execution, run),
    executionArn: identity.executionArn,
    stateMachineArn: labelledMachineArn(identity.place, identity.stateMachineName, label),
    status: run.status,
    startedAt: run.startedAt,
    ...(run.stoppedAt === undefined ? {} : { stoppedAt: run.stoppedAt }),
    ...(run.redrivenAt === undefined ? {} : { redriveCount: run.redriveCount, redrivenAt: run.redrivenAt }),
    limits: run.limits,
    ...countsOf(run),
  };
}

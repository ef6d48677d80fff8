import { createHash } from 'node:crypto';
import type { DistributedMap, Program, StateIndex } from '../asl/program.ts';
import { childExecutionArn, childExpressArn, mapRunArn, type Scope } from '../base/arn.ts';
import { present } from '../base/assert.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Batching, CountedEnd, EventId, Failure, FrameId, MapRunLimits, Membership } from './record.ts';

/** Executions of one Map Run under way at once, whatever its MaxConcurrency says: each takes memory and the disk's time. */
const CHILDREN_MAX = 1_000;

/** An execution of a Map Run that has not told its end. */
export interface RunningChild {
  readonly input: Payload;
  readonly items: number;
  /** The redrive of the run under which it runs; 0: it has not been redriven. */
  readonly redrive: number;
  /** How it had ended before that. */
  readonly former: CountedEnd | undefined;
  /** Its run was redriven while it was being stopped: unless it ends well it runs again. */
  readonly isLate: boolean;
}

/** An execution of a Map Run that has not ended well, for a redrive. */
interface FallenChild extends Pick<RunningChild, 'input' | 'items' | 'redrive'> {
  readonly end: CountedEnd;
  readonly isUnborn: boolean;
}

/**
 * A Map Run: all of it follows from the journal of the execution that its Map state belongs to. It outlives the state,
 * so that it can be described later; what only the state needs goes with it.
 *
 * | status | |
 * | --- | --- |
 * | `RUNNING` | executions start and end; with a `failure` none starts any more, and the last one's end is awaited |
 * | `SUCCEEDED`, `FAILED` | the state went on; no execution runs |
 * | `ABORTED` | the state went without waiting; executions that still run are being stopped |
 *
 * A redrive of its execution makes a run `RUNNING` again that has not succeeded.
 */
export interface MapRun {
  /** Of its MapRunStarted: its number in the execution. */
  readonly event: EventId;
  /** The last part of its ARN. */
  readonly uuid: string;
  readonly state: StateIndex;
  readonly startedAt: Instant;
  /** Items in all. */
  readonly total: number;
  readonly batching: Batching | undefined;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  stoppedAt: Instant | undefined;
  limits: MapRunLimits;
  frame: FrameId | undefined;
  work: MapWork | undefined;
  /** The first item that no execution has. */
  nextItem: number;
  nextChild: number;
  /** By their number, from 0. */
  readonly running: Map<number, RunningChild>;
  readonly endedItems: { [end in CountedEnd]: number };
  readonly endedChildren: { [end in CountedEnd]: number };
  /** Of those that have ended: what could not be redriven. */
  readonly lost: { items: number; children: number };
  failure: MapRunFailure | undefined;
  redriveCount: number;
  redrivenAt: Instant | undefined;
}

/** What a Map Run keeps until its state goes on, or no redrive can take it up any more. */
interface MapWork {
  readonly items: Payload;
  readonly keys: readonly string[] | undefined;
  /** By child; what is over the limit is not kept. */
  readonly results: (Payload | undefined)[];
  /** Of the array of all results, kept or not. */
  resultBytes: number;
  /** The part of it that no redrive changes. */
  settledBytes: number;
  /** An execution has ended well whose result is not kept: only a new run can have it. */
  isIncomplete: boolean;
  /** By their number: those that have not ended well, and those of them that are to run again. */
  readonly fallen: Map<number, FallenChild>;
  readonly pending: Map<number, FallenChild>;
}

/** Why it will have failed once its executions have ended. `isFinal`: neither Retry nor Catch may have it. */
interface MapRunFailure extends Failure {
  readonly isFinal: boolean;
}

export interface Counts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
  readonly failuresNotRedrivable: number;
  readonly pendingRedrive: number;
}

/** How a Map Run stands, as DescribeMapRun shows it. */
export function countsOf(run: MapRun): { readonly items: Counts; readonly executions: Counts } {
  const runningItems = [...run.running.values()].reduce((sum, { items }) => sum + items, 0);
  const again = [...(run.work?.pending.values() ?? [])];
  const pendingItems = run.total - run.nextItem;
  return {
    items: counts(run, run.endedItems, {
      pending: pendingItems,
      running: runningItems,
      failuresNotRedrivable: run.lost.items,
      pendingRedrive: again.reduce((sum, { items }) => sum + items, 0),
    }),
    executions: counts(run, run.endedChildren, {
      pending: batchesOf(pendingItems, run.batching),
      running: run.running.size,
      failuresNotRedrivable: run.lost.children,
      pendingRedrive: again.length,
    }),
  };
}

function counts(
  { status }: MapRun,
  ended: MapRun['endedItems'],
  open: Pick<Counts, 'pending' | 'running' | 'failuresNotRedrivable' | 'pendingRedrive'>,
): Counts {
  const all = ended.SUCCEEDED + ended.FAILED + ended.TIMED_OUT + ended.ABORTED;
  return {
    ...open,
    succeeded: ended.SUCCEEDED,
    failed: ended.FAILED,
    timedOut: ended.TIMED_OUT,
    aborted: ended.ABORTED,
    total: open.pending + open.running + open.pendingRedrive + all,
    // Recorded on AWS: 0 while it runs, and all of them afterwards, also where the state itself takes them.
    resultsWritten: status === 'SUCCEEDED' ? all : 0,
  };
}

/** Batches cut by their size cannot be known before; there is at least one. */
function batchesOf(items: number, batching: Batching | undefined): number {
  if (batching === undefined || items === 0) return items;
  return batching.itemsMax === undefined ? 1 : Math.ceil(items / batching.itemsMax);
}

/** Whether more items have failed than the run puts up with (spec/asl.md §8.1): those that failed or timed out. */
export function isOverTolerance({
  limits,
  endedItems,
  total,
}: Pick<MapRun, 'limits' | 'endedItems' | 'total'>): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = limits;
  const failed = endedItems.FAILED + endedItems.TIMED_OUT;
  if (count === undefined && percentage === undefined) return failed > 0;
  return (
    (count !== undefined && failed > count) ||
    (percentage !== undefined && (100 * failed) / Math.max(1, total) > percentage)
  );
}

/** Its state goes on, or is gone. */
export function closeMapRun(run: MapRun, status: MapRun['status'], at: Instant): void {
  run.status = status;
  run.stoppedAt = at;
  run.frame = undefined;
  if (status === 'SUCCEEDED') forgetWork(run);
}

export function forgetWork(run: MapRun): void {
  run.work = undefined;
}

/** Redrives of one Map Run (Developer Guide, "Redriving Map Runs"). */
export const REDRIVES_MAX = 1_000;

/**
 * Whether a redrive goes on with what is left of this run. AWS begins a new one where it has failed for good
 * (spec/asl.md §12).
 */
export function canGoOn({ failure, work }: MapRun): boolean {
  if (failure?.error === 'States.DataLimitExceeded' || failure?.error === 'States.Runtime') return false;
  return work?.isIncomplete === false;
}

/** Whether every item has an execution, and none of these is to run again. */
export function hasAllStarted({ nextItem, total, work }: MapRun): boolean {
  return nextItem === total && (work === undefined || work.pending.size === 0);
}

/** Whether another execution may start now. */
export function mayStart(run: MapRun): boolean {
  const { status, failure, running, limits } = run;
  if (status !== 'RUNNING' || failure !== undefined || hasAllStarted(run)) return false;
  const { maxConcurrency } = limits;
  return running.size < (maxConcurrency === 0 ? CHILDREN_MAX : Math.min(maxConcurrency, CHILDREN_MAX));
}

/**
 * Whether its executions that still run are to be stopped. Express ones run out when the tolerated failures are
 * exceeded, as on AWS; nobody waits for them once the state has gone.
 */
export function isStopping(run: MapRun, { childType }: DistributedMap): boolean {
  if (run.status === 'RUNNING') return run.failure !== undefined && childType === 'STANDARD';
  return run.running.size > 0;
}

/** The name of a Map Run's execution: the same for the same number, so that its start can be repeated. */
export function childName({ uuid }: Pick<MapRun, 'uuid'>, index: number): string {
  return uuidOf(createHash('sha256').update(`${uuid}/${index}`).digest());
}

/** @param label Of the Map state. */
export function childArn(
  { place, stateMachineName }: MachineAt,
  { label, childType }: Pick<DistributedMap, 'label' | 'childType'>,
  name: string,
): string {
  if (childType === 'STANDARD') return childExecutionArn(place, { machine: stateMachineName, label, name });
  const run = uuidOf(createHash('sha256').update(`express/${name}`).digest());
  return childExpressArn(place, { machine: stateMachineName, label, name, run });
}

/** Whether it is an Express execution of a Map Run: a redrive begins it anew. */
export function isExpressChild({ program, membership }: ChildOfRun): boolean {
  return membership !== undefined && distributedOf(program, membership.map).childType === 'EXPRESS';
}

interface ChildOfRun {
  readonly program: Program;
  readonly membership: Membership | undefined;
}

export function distributedOf(program: Program, state: StateIndex): DistributedMap {
  const map = program.states[state];
  return present(map?.type === 'Map' ? map.distributed : undefined, 'distributed map');
}

export function mapRunArnOf(
  { program, identity }: { readonly program: Program; readonly identity: MachineAt },
  run: { readonly state: StateIndex; readonly uuid: string },
): string {
  const { place, stateMachineName } = identity;
  const { label } = distributedOf(program, run.state);
  return mapRunArn(place, { machine: stateMachineName, label, run: run.uuid });
}

interface MachineAt {
  readonly place: Scope;
  readonly stateMachineName: string;
}

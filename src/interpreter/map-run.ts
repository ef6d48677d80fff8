import { createHash } from 'node:crypto';
import type { DistributedMap, Program, StateIndex } from '../asl/program.ts';
import { childExecutionArn, childExpressArn, mapRunArn, type Scope } from '../base/arn.ts';
import { present } from '../base/assert.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Batching, ChildEnd, EventId, Failure, FrameId, MapRunLimits } from './record.ts';

/** Executions of one Map Run under way at once, whatever its MaxConcurrency says: each takes memory and the disk's time. */
const CHILDREN_MAX = 1_000;

/** An execution of a Map Run that has not told its end. */
export interface RunningChild {
  readonly input: Payload;
  readonly items: number;
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
  readonly endedItems: { [end in ChildEnd]: number };
  readonly endedChildren: { [end in ChildEnd]: number };
  failure: MapRunFailure | undefined;
}

/** What a Map Run keeps until its state goes on. */
interface MapWork {
  readonly items: Payload;
  readonly keys: readonly string[] | undefined;
  /** By child; what is over the limit is not kept. */
  readonly results: (Payload | undefined)[];
  /** Of the array of all results, kept or not. */
  resultBytes: number;
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
}

/** How a Map Run stands, as DescribeMapRun shows it. */
export function countsOf(run: MapRun): { readonly items: Counts; readonly executions: Counts } {
  const runningItems = [...run.running.values()].reduce((sum, { items }) => sum + items, 0);
  const pendingItems = run.total - run.nextItem;
  return {
    items: counts(run, run.endedItems, { pending: pendingItems, running: runningItems }),
    executions: counts(run, run.endedChildren, {
      pending: batchesOf(pendingItems, run.batching),
      running: run.running.size,
    }),
  };
}

function counts(
  { status }: MapRun,
  ended: MapRun['endedItems'],
  open: { readonly pending: number; readonly running: number },
): Counts {
  const all = ended.SUCCEEDED + ended.FAILED + ended.TIMED_OUT + ended.ABORTED;
  return {
    ...open,
    succeeded: ended.SUCCEEDED,
    failed: ended.FAILED,
    timedOut: ended.TIMED_OUT,
    aborted: ended.ABORTED,
    total: open.pending + open.running + all,
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
  run.work = undefined;
}

/** Whether another execution may start now. */
export function mayStart({ status, failure, nextItem, total, running, limits }: MapRun): boolean {
  if (status !== 'RUNNING' || failure !== undefined || nextItem >= total) return false;
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

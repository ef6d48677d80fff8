import { present, unreachable } from '../base/assert.ts';
import { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import type { Execution } from './execution.ts';
import { frameOf, makeReady, park } from './frames.ts';
import { closeMapRun, type MapRun, mayStart } from './map-run.ts';
import type { Record, RecordOf } from './record.ts';

type MapRunRecord = Extract<Record, { type: `MapRun${string}` | `Child${'Of' | 'Started' | 'Ended'}` }>;

/** Applies a record of a Map Run, or of an execution of one; a part of `evolve`. */
export function evolveMapRun(execution: Execution, record: MapRunRecord, at: Instant): void {
  switch (record.type) {
    case 'MapRunStarted':
      return startMapRun(execution, record, at);
    case 'MapRunSucceeded':
    case 'MapRunFailed':
    case 'MapRunAborted':
      return endMapRun(execution, record, at);
    case 'ChildOf':
      return join(execution, record);
    case 'ChildStarted':
      return startChild(execution, record);
    case 'ChildEnded':
      return endChild(execution, record);
    case 'MapRunFailing':
      return failMapRun(execution, record);
    case 'MapRunLimitsChanged':
      return changeLimits(execution, record);
    default:
      return unreachable(record);
  }
}

function join(execution: Execution, { mapRun, map, items }: RecordOf<'ChildOf'>): void {
  execution.membership = { mapRun, map, items };
}

/** Takes over what MapStarted has fixed: there are no iterations inside the execution. */
function startMapRun(execution: Execution, record: RecordOf<'MapRunStarted'>, at: Instant): void {
  const frame = frameOf(execution, record.frame);
  const event = ++execution.lastEventId;
  const { size, items, keys } = present(frame.fanOut, 'items of a map');
  const run: MapRun = {
    event,
    uuid: record.uuid,
    state: record.state,
    startedAt: at,
    total: size,
    batching: record.batching,
    status: 'RUNNING',
    stoppedAt: undefined,
    limits: record.limits,
    frame: frame.id,
    // The brackets of the array.
    work: { items: present(items, 'items'), keys, results: [], resultBytes: 2 },
    nextItem: 0,
    nextChild: 0,
    running: new Map(),
    endedItems: { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 },
    endedChildren: { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 },
    failure: undefined,
  };
  execution.mapRuns.set(event, run);
  frame.fanOut = undefined;
  frame.mapRun = run;
  frame.previous = event;
  goOn(execution, run);
}

function startChild(execution: Execution, record: RecordOf<'ChildStarted'>): void {
  const run = runOf(execution, record.run);
  const input = record.input ?? Payload.fromValue(itemAt(run, run.nextItem));
  run.running.set(run.nextChild++, { input, items: record.items });
  run.nextItem += record.items;
  execution.runningChildren++;
  goOn(execution, run);
}

function endChild(execution: Execution, record: RecordOf<'ChildEnded'>): void {
  const run = runOf(execution, record.run);
  const { items } = present(run.running.get(record.index), 'child');
  run.running.delete(record.index);
  execution.runningChildren--;
  run.endedItems[record.end] += items;
  run.endedChildren[record.end]++;
  if (run.work !== undefined) {
    run.work.results[record.index] = record.result;
    // With the comma.
    run.work.resultBytes += record.resultBytes + 1;
  }
  goOn(execution, run);
}

function failMapRun(execution: Execution, record: RecordOf<'MapRunFailing'>): void {
  const run = runOf(execution, record.run);
  const { error, cause, isFinal } = record;
  run.failure = { error, cause, isFinal };
  goOn(execution, run);
}

function changeLimits(execution: Execution, record: RecordOf<'MapRunLimitsChanged'>): void {
  const run = runOf(execution, record.run);
  run.limits = record.limits;
  goOn(execution, run);
}

/** Its Succeeded, Failed or Aborted: what the state takes from it has been taken. */
function endMapRun(
  execution: Execution,
  record: RecordOf<'MapRunSucceeded' | 'MapRunFailed' | 'MapRunAborted'>,
  at: Instant,
): void {
  const frame = frameOf(execution, record.frame);
  const event = ++execution.lastEventId;
  const run = present(frame.mapRun, 'map run');
  closeMapRun(run, ENDS[record.type], at);
  frame.mapRun = undefined;
  if (record.type === 'MapRunFailed') {
    frame.previous = event;
    run.failure ??= { error: record.error, cause: record.cause, isFinal: true };
  }
  execution.ready.remove(frame);
}

const ENDS = { MapRunSucceeded: 'SUCCEEDED', MapRunFailed: 'FAILED', MapRunAborted: 'ABORTED' } as const;

/** What its state does next: start executions, wait for them, or end. */
function goOn(execution: Execution, run: MapRun): void {
  if (run.frame === undefined) return;
  const frame = frameOf(execution, run.frame);
  const isDone = run.failure !== undefined || run.nextItem === run.total;
  if (isDone && run.running.size === 0) makeReady(execution, frame, 'joining');
  else if (mayStart(run)) makeReady(execution, frame, 'spawning');
  else if (frame.phase !== 'running') park(execution, frame, 'running', undefined);
}

function runOf(execution: Execution, event: number): MapRun {
  return present(execution.mapRuns.get(event), 'map run');
}

function itemAt({ work }: MapRun, index: number) {
  const items = present(work, 'items of a map run').items.value;
  return Array.isArray(items) ? (items[index] ?? null) : null;
}

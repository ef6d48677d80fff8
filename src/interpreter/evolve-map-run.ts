import { present, unreachable } from '../base/assert.ts';
import { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import type { Execution } from './execution.ts';
import { frameOf, makeReady, park } from './frames.ts';
import { closeMapRun, hasAllStarted, type MapRun, mayStart, type RunningChild } from './map-run.ts';
import type { CountedEnd, Record, RecordOf } from './record.ts';

type MapRunRecord = Extract<
  Record,
  { type: `MapRun${string}` | `Child${'Of' | 'Started' | 'Ended' | 'Redriven'}` }
>;

/** Applies a record of a Map Run, or of an execution of one; a part of `evolve`. */
export function evolveMapRun(execution: Execution, record: MapRunRecord, at: Instant): void {
  switch (record.type) {
    case 'MapRunStarted':
      return startMapRun(execution, record, at);
    case 'MapRunSucceeded':
    case 'MapRunFailed':
    case 'MapRunAborted':
      return endMapRun(execution, record, at);
    case 'MapRunRedriven':
      return redriveMapRun(execution, record, at);
    case 'ChildRedriven':
      return redriveChild(execution, record);
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
    work: newWork(present(items, 'items'), keys),
    nextItem: 0,
    nextChild: 0,
    running: new Map(),
    endedItems: { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 },
    endedChildren: { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 },
    lost: { items: 0, children: 0 },
    failure: undefined,
    redriveCount: 0,
    redrivenAt: undefined,
  };
  execution.mapRuns.set(event, run);
  frame.fanOut = undefined;
  frame.mapRun = run;
  frame.previous = event;
  goOn(execution, run);
}

function newWork(items: Payload, keys: readonly string[] | undefined): MapRun['work'] {
  // The brackets of the array.
  const bytes = { resultBytes: 2, settledBytes: 2 };
  return { items, keys, results: [], ...bytes, isIncomplete: false, fallen: new Map(), pending: new Map() };
}

function startChild(execution: Execution, record: RecordOf<'ChildStarted'>): void {
  const run = runOf(execution, record.run);
  const input = record.input ?? Payload.fromValue(itemAt(run, run.nextItem));
  run.running.set(run.nextChild++, {
    ...{ input, items: record.items },
    ...{ redrive: 0, former: undefined, isLate: false },
  });
  run.nextItem += record.items;
  execution.runningChildren++;
  goOn(execution, run);
}

function endChild(execution: Execution, record: RecordOf<'ChildEnded'>): void {
  const run = runOf(execution, record.run);
  const child = present(run.running.get(record.index), 'child');
  run.running.delete(record.index);
  execution.runningChildren--;
  const end = countedEnd(record, child);
  if (child.isLate && end !== 'SUCCEEDED' && run.work !== undefined) {
    run.work.pending.set(record.index, fallenChild(record, child));
  } else {
    count(run, { end, items: child.items }, 1);
    keep(run, record, child);
  }
  goOn(execution, run);
}

function countedEnd({ end }: RecordOf<'ChildEnded'>, { former }: RunningChild): CountedEnd {
  if (end === 'UNBORN') return 'ABORTED';
  return end === 'LOST' ? present(former, 'former end') : end;
}

function fallenChild(record: RecordOf<'ChildEnded'>, child: RunningChild) {
  const { input, items, redrive } = child;
  return { input, items, redrive, end: countedEnd(record, child), isUnborn: record.end === 'UNBORN' };
}

function count({ endedItems, endedChildren }: MapRun, child: { end: CountedEnd; items: number }, by: 1 | -1) {
  endedItems[child.end] += by * child.items;
  endedChildren[child.end] += by;
}

/** What the state takes from the execution, or a redrive. */
function keep(run: MapRun, record: RecordOf<'ChildEnded'>, child: RunningChild): void {
  const { work, lost } = run;
  const { index, end, result, resultBytes } = record;
  if (end === 'LOST') {
    lost.items += child.items;
    lost.children++;
  }
  if (work === undefined) return;
  work.results[index] = result;
  // With the comma.
  work.resultBytes += resultBytes + 1;
  if (end !== 'SUCCEEDED' && end !== 'LOST') {
    work.fallen.set(index, fallenChild(record, child));
    return;
  }
  work.settledBytes += resultBytes + 1;
  if (result === undefined) work.isIncomplete = true;
}

/** It goes on with what had not ended well, and what had not begun; clocks and tolerated failures start anew. */
function redriveMapRun(execution: Execution, record: RecordOf<'MapRunRedriven'>, at: Instant): void {
  const frame = frameOf(execution, record.frame);
  frame.previous = ++execution.lastEventId;
  const run = runOf(execution, record.run);
  run.status = 'RUNNING';
  run.stoppedAt = undefined;
  run.failure = undefined;
  run.redriveCount = record.redriveCount;
  run.redrivenAt = at;
  run.frame = frame.id;
  frame.mapRun = run;
  frame.fallenRun = undefined;
  const work = present(run.work, 'what is left of a map run');
  for (const [index, child] of work.fallen) {
    count(run, child, -1);
    work.results[index] = undefined;
    work.pending.set(index, child);
  }
  work.fallen.clear();
  work.resultBytes = work.settledBytes;
  for (const [index, child] of run.running) run.running.set(index, { ...child, isLate: true });
  goOn(execution, run);
}

/** One that had never begun is started as if for the first time. */
function redriveChild(execution: Execution, { run: event, index }: RecordOf<'ChildRedriven'>): void {
  const run = runOf(execution, event);
  const pending = present(run.work, 'what is left of a map run').pending;
  const { input, items, end, isUnborn, redrive } = present(pending.get(index), 'child');
  pending.delete(index);
  run.running.set(index, {
    ...{ input, items, isLate: false },
    ...(isUnborn ? { redrive, former: undefined } : { redrive: run.redriveCount, former: end }),
  });
  execution.runningChildren++;
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
  if (record.type !== 'MapRunSucceeded') frame.fallenRun = run;
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
  const isDone = run.failure !== undefined || hasAllStarted(run);
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

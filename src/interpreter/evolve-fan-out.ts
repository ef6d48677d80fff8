import { present } from '../base/assert.ts';
import type { Payload } from '../base/payload.ts';
import type { Execution, Frame, FrameStart } from './execution.ts';
import { addFrame, frameOf, makeReady, park, removeFrame, stateOf } from './frames.ts';
import { Numbered } from './numbered.ts';
import type { RecordOf } from './record.ts';
import { suspendChildren } from './suspend.ts';

export function startParallel(execution: Execution, record: RecordOf<'ParallelStarted'>): void {
  const frame = frameOf(execution, record.frame);
  const event = ++execution.lastEventId;
  const state = stateOf(execution, frame);
  const branches = state.type === 'Parallel' ? state.branches : [];
  openFanOut(execution, frame, {
    size: branches.length,
    items: undefined,
    keys: undefined,
    maxConcurrency: 0,
  });
  branches.forEach((start, position) => {
    addChild(execution, { parent: frame, position, state: start, input: record.input, previous: event });
  });
  park(execution, frame, 'running', undefined);
}

export function startMap(execution: Execution, record: RecordOf<'MapStarted'>): void {
  const frame = frameOf(execution, record.frame);
  execution.lastEventId++;
  const items = record.items.value;
  const size = Array.isArray(items) ? items.length : 0;
  openFanOut(execution, frame, { ...record, size });
  makeReady(execution, frame, size === 0 ? 'joining' : 'spawning');
}

function openFanOut(
  execution: Execution,
  frame: Frame,
  shape: Pick<NonNullable<Frame['fanOut']>, 'size' | 'items' | 'keys' | 'maxConcurrency'>,
): void {
  const { size, items, keys, maxConcurrency } = shape;
  frame.previous = execution.lastEventId;
  frame.fanOut = {
    size,
    items,
    keys,
    maxConcurrency: maxConcurrency === 0 ? size : maxConcurrency,
    children: new Numbered(),
    results: new Array<Payload>(size),
    started: 0,
    ended: 0,
    iterationPrevious: frame.previous,
  };
}

function addChild(execution: Execution, start: FrameStart): void {
  const fanOut = present(start.parent?.fanOut, 'children');
  fanOut.children.set(start.position, addFrame(execution, start));
  fanOut.started++;
}

export function startIteration(
  execution: Execution,
  parent: Frame,
  record: RecordOf<'MapIterationStarted'>,
): void {
  const previous = ++execution.lastEventId;
  const state = stateOf(execution, parent);
  const processor = state.type === 'Map' ? state.processor : 0;
  addChild(execution, { parent, position: record.index, state: processor, input: record.input, previous });
  if (!canSpawn(parent)) park(execution, parent, 'running', undefined);
}

export function canSpawn(frame: Frame): boolean {
  const fanOut = present(frame.fanOut, 'iterations');
  return fanOut.started < fanOut.size && fanOut.started - fanOut.ended < fanOut.maxConcurrency;
}

export function endIteration(
  execution: Execution,
  parent: Frame,
  record: RecordOf<'MapIterationSucceeded'>,
): void {
  const fanOut = present(parent.fanOut, 'iterations');
  const child = present(fanOut.children.get(record.index), 'iteration');
  execution.lastEventId++;
  fanOut.results[record.index] = child.input;
  fanOut.children.delete(record.index);
  fanOut.ended++;
  // Recorded on AWS: the next iteration points at what this event points at, the Map's own end at this event.
  fanOut.iterationPrevious = record.previous;
  parent.previous = execution.lastEventId;
  removeFrame(execution, child);
  if (fanOut.ended === fanOut.size) makeReady(execution, parent, 'joining');
  else if (canSpawn(parent)) makeReady(execution, parent, 'spawning');
}

export function endBranch(execution: Execution, frame: Frame, parent: Frame): void {
  const fanOut = present(parent.fanOut, 'branches');
  fanOut.results[frame.position] = frame.input;
  fanOut.children.delete(frame.position);
  fanOut.ended++;
  parent.previous = frame.previous;
  removeFrame(execution, frame);
  if (fanOut.ended === fanOut.size) makeReady(execution, parent, 'joining');
}

export function failChildren(execution: Execution, record: RecordOf<'ChildrenFailed'>): void {
  const frame = frameOf(execution, record.frame);
  suspendChildren(execution, frame);
  execution.ready.remove(frame);
  frame.previous = record.previous;
}

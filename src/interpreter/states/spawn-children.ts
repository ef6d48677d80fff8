import type { MapState } from '../../asl/program.ts';
import { present } from '../../base/assert.ts';
import { isArray, type Json } from '../../base/json.ts';
import { PAYLOAD_BYTES_MAX } from '../../base/limits.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Frame } from '../execution.ts';
import { failureOf } from '../failure.ts';
import { stateOf } from '../frames.ts';
import type { MapRun } from '../map-run.ts';
import type { Batching } from '../record.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf } from './exit.ts';
import { beginToFail } from './map-run.ts';

/** Starts as many executions of a Map Run as its limits and the turn's budget allow. */
export function spawnChildren(turn: Turn, frame: Frame, run: MapRun): void {
  const state = stateOf(turn.execution, frame);
  if (state.type !== 'Map') return;
  const failure = failureOf(turn, frame, () => {
    const source = sourceOf(turn, frame, state);
    while (frame.phase === 'spawning' && !turn.isSpent) {
      if (!redriveNext(turn, run)) startNext(source, run);
    }
  });
  if (failure !== undefined) beginToFail(turn, run, failure);
}

/** What inputs are made from; evaluated once a turn. */
interface Source {
  readonly turn: Turn;
  readonly frame: Frame;
  readonly state: MapState;
  readonly effective: Json;
  readonly items: readonly Json[];
}

function sourceOf(turn: Turn, frame: Frame, state: MapState): Source {
  const items = present(frame.mapRun?.work, 'items').items.value;
  const effective =
    state.itemSelector === undefined ? null : argumentsOf(new Visit(turn, frame), state).value;
  return { turn, frame, state, effective, items: isArray(items) ? items : [] };
}

/** Those that have run before go first. @returns false when there is none. */
function redriveNext(turn: Turn, { event, work }: MapRun): boolean {
  const [index] = work?.pending.keys() ?? [];
  if (index === undefined) return false;
  turn.emit({ type: 'ChildRedriven', run: event, index });
  return true;
}

function startNext(source: Source, run: MapRun): void {
  const { turn, state } = source;
  const batch = run.batching === undefined ? undefined : nextBatch(source, run, run.batching);
  const single = batch === undefined && state.itemSelector !== undefined;
  const input = single ? Payload.fromValue(selected(source, run, run.nextItem)) : batch?.input;
  const bytes = input?.bytes ?? Payload.fromValue(source.items[run.nextItem] ?? null).bytes;
  if (bytes > PAYLOAD_BYTES_MAX) throw tooLargeInput(PAYLOAD_BYTES_MAX);
  turn.emit({ type: 'ChildStarted', run: run.event, items: batch?.items ?? 1, input });
}

function selected({ turn, frame, state, effective, items }: Source, run: MapRun, index: number): Json {
  const value = items[index] ?? null;
  if (state.itemSelector === undefined) return value;
  const visit = new Visit(turn, frame);
  visit.item = { index, value, key: run.work?.keys?.[index], source: 'STATE_DATA' };
  visit.result = effective;
  return state.itemSelector(visit);
}

/** As many of the next items as both limits allow. */
function nextBatch(source: Source, run: MapRun, { itemsMax, bytesMax, input }: Batching) {
  const head = input === undefined ? {} : { BatchInput: input.value };
  const limit = bytesMax ?? PAYLOAD_BYTES_MAX;
  const Items: Json[] = [];
  let bytes = Payload.fromValue({ ...head, Items }).bytes;
  const end = Math.min(run.total, run.nextItem + (itemsMax ?? run.total));
  for (let index = run.nextItem; index < end; index++) {
    const item = selected(source, run, index);
    bytes += Payload.fromValue(item).bytes + (Items.length === 0 ? 0 : 1);
    if (bytes > limit && Items.length > 0) break;
    if (bytes > limit) throw tooLargeInput(limit);
    Items.push(item);
  }
  return { input: Payload.fromValue({ ...head, Items }), items: Items.length };
}

function tooLargeInput(limit: number): StateError {
  return new StateError(
    'States.DataLimitExceeded',
    `The input of a child workflow execution exceeds the maximum number of ${limit} bytes.`,
  );
}

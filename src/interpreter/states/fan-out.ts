import type { MapState } from '../../asl/program.ts';
import { present } from '../../base/assert.ts';
import { isArray, type Json } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import { stateOf } from '../frames.ts';
import { payloadOf } from '../leave.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf, exitState } from './exit.ts';
import { joinMapRun } from './map-run.ts';
import { spawnChildren } from './spawn-children.ts';

/** Starts as many iterations as the limit and the turn's budget allow, before any of them takes a step. */
export function spawnIterations(turn: Turn, frame: Frame): void {
  const state = stateOf(turn.execution, frame);
  if (state.type !== 'Map') return;
  if (frame.mapRun !== undefined) return spawnChildren(turn, frame, frame.mapRun);
  attempting(turn, frame, () => {
    const items = present(frame.fanOut?.items, 'items').value;
    const effective =
      state.itemSelector === undefined ? null : argumentsOf(new Visit(turn, frame), state).value;
    while (frame.phase === 'spawning' && !turn.isSpent) {
      startIteration(turn, frame, { state, effective, items: isArray(items) ? items : [] });
    }
  });
}

function startIteration(
  turn: Turn,
  frame: Frame,
  map: { readonly state: MapState; readonly effective: Json; readonly items: readonly Json[] },
): void {
  const fanOut = present(frame.fanOut, 'iterations');
  const index = fanOut.started;
  const value = map.items[index] ?? null;
  let input = Payload.fromValue(value);
  if (map.state.itemSelector !== undefined) {
    const visit = new Visit(turn, frame);
    visit.item = { index, value, key: fanOut.keys?.[index] };
    visit.result = map.effective;
    input = payloadOf(map.state.itemSelector(visit), input);
  }
  const previous = fanOut.iterationPrevious;
  turn.startIteration(frame, {
    type: 'MapIterationStarted',
    frame: frame.id,
    previous,
    state: frame.state,
    index,
    input,
  });
}

/** Every child has ended well: their outputs, in order, are the result. */
export function joinChildren(turn: Turn, frame: Frame): void {
  const state = stateOf(turn.execution, frame);
  if (state.type !== 'Map' && state.type !== 'Parallel') return;
  if (frame.mapRun !== undefined) return joinMapRun(turn, frame, frame.mapRun);
  const { results } = present(frame.fanOut, 'children');
  turn.emit({
    type: `${state.type}Succeeded`,
    frame: frame.id,
    previous: frame.previous,
    state: frame.state,
  });
  exitState(turn, frame, state, Payload.fromItems(results));
}

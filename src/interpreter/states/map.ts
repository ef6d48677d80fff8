import type { MapItem, MapState } from '../../asl/program.ts';
import { isArray } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf } from './exit.ts';

/** Fixes what is iterated over; the iterations start as the limit allows. https://states-language.net/#map-state */
export function startMap(turn: Turn, frame: Frame, state: MapState): void {
  attempting(turn, frame, () => {
    const visit = new Visit(turn, frame);
    const input = argumentsOf(visit, state);
    visit.result = input.value;
    const items = state.items(visit);
    turn.emit({
      type: 'MapStarted',
      frame: frame.id,
      previous: frame.previous,
      state: frame.state,
      items: itemsPayload(items, input),
      keys: items[0]?.key === undefined ? undefined : items.map((item) => item.key ?? ''),
      maxConcurrency: state.maxConcurrency(visit),
    });
    // Evaluated as AWS does, also where an inline Map does not use them: a bad value fails the state.
    state.toleratedFailureCount?.(visit);
    state.toleratedFailurePercentage?.(visit);
    if (state.mode === 'DISTRIBUTED') {
      throw new StateError('States.Runtime', 'stepwell does not run Map states in DISTRIBUTED mode yet.');
    }
  });
}

/** The input itself when it is the array, so that its text is kept once. */
function itemsPayload(items: readonly MapItem[], input: Payload): Payload {
  const { value } = input;
  if (isArray(value) && value.length === items.length && items.every((item, i) => item.value === value[i])) {
    return input;
  }
  return Payload.fromValue(items.map((item) => item.value));
}

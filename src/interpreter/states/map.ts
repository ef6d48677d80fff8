import type { MapItem, MapState } from '../../asl/program.ts';
import { isArray } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf } from './exit.ts';
import { startMapRun } from './map-run.ts';

/** Fixes what is iterated over; the iterations start as the limit allows. https://states-language.net/#map-state */
export function startMap(turn: Turn, frame: Frame, state: MapState): void {
  attempting(turn, frame, () => {
    const visit = new Visit(turn, frame);
    const input = argumentsOf(visit, state);
    visit.result = input.value;
    const items = state.items(visit);
    const maxConcurrency = state.maxConcurrency(visit);
    turn.emit({
      type: 'MapStarted',
      frame: frame.id,
      previous: frame.previous,
      state: frame.state,
      items: itemsPayload(items, input),
      keys: items[0]?.key === undefined ? undefined : items.map((item) => item.key ?? ''),
      maxConcurrency,
    });
    // Evaluated as AWS does, also where an inline Map does not use them: a bad value fails the state.
    const toleratedFailureCount = state.toleratedFailureCount?.(visit);
    const toleratedFailurePercentage = state.toleratedFailurePercentage?.(visit);
    if (state.distributed === undefined) return;
    startMapRun(visit, state.distributed, {
      maxConcurrency,
      ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
      ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
    });
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

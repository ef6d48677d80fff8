import { present } from '../base/assert.ts';
import type { JsonObject } from '../base/json.ts';
import { objectField, objectOf, objectsField, stringField } from './fields.ts';
import { END, type StateIndex } from './program.ts';

/** A state of the definition with its place in `Program.states`. */
export interface PlacedState {
  readonly index: StateIndex;
  readonly name: string;
  readonly definition: JsonObject;
  /** The first state of each branch of a Parallel, or of a Map's processor. */
  readonly inner: readonly StateIndex[];
  /** Where a transition leads: names are resolved in the state's own `States`. */
  target(name: string): StateIndex;
}

interface Layout {
  readonly startAt: StateIndex;
  readonly states: readonly PlacedState[];
}

/** Numbers every state of every depth in the order of the definition, an outer state before those inside it. */
export function layOut(machine: JsonObject): Layout {
  const steps = layOutInSteps(machine);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, with a pause after every state. */
export function* layOutInSteps(machine: JsonObject): Generator<undefined, Layout> {
  const states: PlacedState[] = [];
  const startAt = yield* placeScope(machine, states);
  return { startAt, states };
}

function* placeScope(scope: JsonObject, states: PlacedState[]): Generator<undefined, StateIndex> {
  const indexes = new Map<string, StateIndex>();
  const target = (name: string) => present(indexes.get(name), `state ${name} of a valid definition`);
  for (const [name, value] of Object.entries(objectField(scope, 'States') ?? {})) {
    const index = states.length;
    indexes.set(name, index);
    const definition = objectOf(value, name);
    const inner: StateIndex[] = [];
    states.push({ index, name, definition, inner, target });
    for (const innerScope of innerScopes(definition)) inner.push(yield* placeScope(innerScope, states));
    yield;
  }
  return target(stringField(scope, 'StartAt') ?? '');
}

/** The state machines inside a state: a Parallel's branches or a Map's processor. */
function innerScopes(state: JsonObject): readonly JsonObject[] {
  const processor = processorOf(state);
  return processor === undefined ? (objectsField(state, 'Branches') ?? []) : [processor];
}

/** A Map's ItemProcessor, or Iterator as it was called until 2022. */
export function processorOf(state: JsonObject): JsonObject | undefined {
  return objectField(state, 'ItemProcessor') ?? objectField(state, 'Iterator');
}

export function nextOf({ definition, target }: PlacedState): StateIndex | typeof END {
  const next = stringField(definition, 'Next');
  return next === undefined ? END : target(next);
}

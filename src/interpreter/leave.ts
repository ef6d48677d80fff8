import { END, type StateIndex } from '../asl/program.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { PAYLOAD_BYTES_MAX } from '../base/limits.ts';
import { Payload } from '../base/payload.ts';
import { StateError } from '../base/state-error.ts';
import type { Frame } from './execution.ts';
import { isIteration, stateOf } from './frames.ts';
import type { Turn } from './turn.ts';
import { checkVariables } from './variables.ts';

/** What a state leaves with. */
export interface Exit {
  readonly output: Payload;
  readonly assigned: JsonObject | undefined;
  readonly next: StateIndex;
}

/**
 * Records a state's exit and what it means for the scope around it.
 *
 * @throws StateError States.DataLimitExceeded; then nothing is recorded.
 */
export function leave(turn: Turn, frame: Frame, { output, assigned, next }: Exit): void {
  if (output.bytes > PAYLOAD_BYTES_MAX) throw tooLarge(stateOf(turn.execution, frame).name);
  const { id, previous, state } = frame;
  if (assigned !== undefined) checkVariables(turn.execution, frame, assigned);
  const shown = assigned === undefined || Object.keys(assigned).length === 0 ? undefined : assigned;
  turn.exit(frame, { type: 'StateExited', frame: id, previous, state, output, assigned: shown, next });
  if (next === END) endScope(turn, frame, output);
}

/** @param name The state, the function's ARN or the service: AWS's message has either. */
export function tooLarge(name: string): StateError {
  const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError('States.DataLimitExceeded', cause);
}

function endScope(turn: Turn, frame: Frame, output: Payload): void {
  const { parent, previous } = frame;
  if (parent === undefined) turn.emit({ type: 'ExecutionSucceeded', previous, output });
  else if (isIteration(frame)) {
    const { id, state } = parent;
    turn.endIteration(parent, {
      type: 'MapIterationSucceeded',
      frame: id,
      previous,
      state,
      index: frame.position,
    });
  }
}

/** The payload that already has this value, so that its text is kept; a new one otherwise. */
export function payloadOf(value: Json, first: Payload, second?: Payload): Payload {
  if (second?.has(value)) return second;
  return first.has(value) ? first : Payload.fromValue(value);
}

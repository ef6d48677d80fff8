import { type Assign, END, type State, type StateIndex } from '../../asl/program.ts';
import type { Payload } from '../../base/payload.ts';
import type { Expression } from '../../query/language.ts';
import type { Frame } from '../execution.ts';
import { failBy } from '../failure.ts';
import { leave, payloadOf } from '../leave.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';

/** States that end by passing data on. */
export type Passing = Extract<State, { next: StateIndex }> | Extract<State, { type: 'Succeed' }>;

/** Ends a state whose work is done. Without a result (Wait, Succeed) it is the effective input. */
export function exitState(turn: Turn, frame: Frame, state: Passing, result?: Payload): void {
  const next = 'next' in state ? state.next : END;
  try {
    if (state.arguments === undefined && state.output === undefined && state.assign === undefined) {
      return leave(turn, frame, { output: result ?? frame.input, assigned: undefined, next });
    }
    const visit = new Visit(turn, frame);
    finish(visit, state, { result: result ?? argumentsOf(visit, state), next });
  } catch (error) {
    failBy(turn, frame, error);
  }
}

/** What becomes of a state's result. */
export interface Flow {
  readonly output?: Expression | undefined;
  readonly assign?: Assign | undefined;
}

/** What a state works on: its raw input, or what `arguments` makes of it. */
export function argumentsOf(visit: Visit, state: { readonly arguments?: Expression }): Payload {
  const { input } = visit.frame;
  return state.arguments === undefined ? input : payloadOf(state.arguments(visit), input);
}

/**
 * Output, size, variables, and on.
 *
 * @throws StateError from the state's expressions.
 */
export function finish(
  visit: Visit,
  flow: Flow,
  end: { readonly result: Payload; readonly next: StateIndex },
): void {
  const { turn, frame } = visit;
  let output = end.result;
  if (flow.output !== undefined || flow.assign !== undefined) visit.result = end.result.value;
  if (flow.output !== undefined) output = payloadOf(flow.output(visit), frame.input, end.result);
  leave(turn, frame, { output, assigned: flow.assign?.(visit), next: end.next });
}

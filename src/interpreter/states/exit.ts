import { type Assign, END, type State, type StateIndex } from '../../asl/program.ts';
import type { Payload } from '../../base/payload.ts';
import type { Expression } from '../../query/language.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import { leave, payloadOf } from '../leave.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';

/** States that end by passing data on. */
export type Passing = Extract<State, { next: StateIndex }> | Extract<State, { type: 'Succeed' }>;

/** Ends a state whose work is done. Without a result (Wait, Succeed) it is the effective input. */
export function exitState(turn: Turn, frame: Frame, state: Passing, result?: Payload): void {
  attempting(turn, frame, () => {
    const visit = new Visit(turn, frame);
    const next = 'next' in state ? state.next : END;
    finish(visit, state, { result: result ?? argumentsOf(visit, state), next });
  });
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
  flow: { readonly output?: Expression; readonly assign?: Assign },
  end: { readonly result: Payload; readonly next: StateIndex },
): void {
  const { turn, frame } = visit;
  let output = end.result;
  if (flow.output !== undefined || flow.assign !== undefined) visit.result = end.result.value;
  if (flow.output !== undefined) output = payloadOf(flow.output(visit), frame.input, end.result);
  leave(turn, frame, { output, assigned: flow.assign?.(visit), next: end.next });
}

import type { ChoiceRule, ChoiceState } from '../../asl/program.ts';
import { StateError } from '../../base/state-error.ts';
import type { Frame } from '../execution.ts';
import { failBy } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf, type Flow, finish } from './exit.ts';

/** Goes where the first true rule says. https://states-language.net/#choice-state */
export function runChoice(turn: Turn, frame: Frame, state: ChoiceState): void {
  try {
    const visit = new Visit(turn, frame);
    const result = argumentsOf(visit, state);
    visit.result = result.value;
    for (const rule of state.rules) {
      if (rule.condition(visit)) return finish(visit, flowOf(state, rule), { result, next: rule.next });
    }
    if (state.default === undefined) throw noChoiceMatched();
    finish(visit, state, { result, next: state.default });
  } catch (error) {
    failBy(turn, frame, error);
  }
}

/** A rule's Assign replaces the state's; its Output does when it has one (JSONata). */
function flowOf(state: ChoiceState, { output = state.output, assign }: ChoiceRule): Flow {
  return { output, assign };
}

/** Measured on AWS: the error is States.Runtime, although the language names States.NoChoiceMatched (aws-observed). */
function noChoiceMatched(): StateError {
  return new StateError(
    'States.Runtime',
    'Failed to transition out of the state. The state does not point to a next state.',
  );
}

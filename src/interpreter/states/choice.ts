import type { ChoiceState } from '../../asl/program.ts';
import { StateError } from '../../base/state-error.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf, finish } from './exit.ts';

/** Goes where the first true rule says. https://states-language.net/#choice-state */
export function runChoice(turn: Turn, frame: Frame, state: ChoiceState): void {
  attempting(turn, frame, () => {
    const visit = new Visit(turn, frame);
    const result = argumentsOf(visit, state);
    visit.result = result.value;
    for (const rule of state.rules) {
      if (!rule.condition(visit)) continue;
      // A rule's Assign replaces the state's; its Output does when it has one (JSONata).
      const output = rule.output ?? state.output;
      const flow = {
        ...(output === undefined ? {} : { output }),
        ...(rule.assign === undefined ? {} : { assign: rule.assign }),
      };
      return finish(visit, flow, { result, next: rule.next });
    }
    if (state.default === undefined) throw noChoiceMatched();
    finish(visit, state, { result, next: state.default });
  });
}

/** Measured on AWS: the error is States.Runtime, although the language names States.NoChoiceMatched (aws-observed). */
function noChoiceMatched(): StateError {
  return new StateError(
    'States.Runtime',
    'Failed to transition out of the state. The state does not point to a next state.',
  );
}

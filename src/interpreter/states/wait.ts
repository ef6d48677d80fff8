import type { WaitState } from '../../asl/program.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf, exitState } from './exit.ts';

/** Holds the frame until a moment, then passes its input on. https://states-language.net/#wait-state */
export function startWait(turn: Turn, frame: Frame, state: WaitState): void {
  attempting(turn, frame, () => {
    const visit = new Visit(turn, frame);
    visit.result = argumentsOf(visit, state).value;
    const until = state.until(visit, turn.at);
    // A moment already past is no wait at all: no timer, no turn of its own.
    if (until <= turn.at) exitState(turn, frame, state);
    else turn.emit({ type: 'WaitScheduled', frame: frame.id, until });
  });
}

import type { ParallelState } from '../../asl/program.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf } from './exit.ts';

/** Starts every branch on the same effective input. https://states-language.net/#parallel-state */
export function startParallel(turn: Turn, frame: Frame, state: ParallelState): void {
  attempting(turn, frame, () => {
    const input = argumentsOf(new Visit(turn, frame), state);
    turn.emit({
      type: 'ParallelStarted',
      frame: frame.id,
      previous: frame.previous,
      state: frame.state,
      input,
    });
  });
}

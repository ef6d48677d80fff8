import type { PassState } from '../../asl/program.ts';
import type { Frame } from '../execution.ts';
import type { Turn } from '../turn.ts';
import { exitState } from './exit.ts';

/** Passes its input on, or its literal Result. https://states-language.net/#pass-state */
export function runPass(turn: Turn, frame: Frame, state: PassState): void {
  exitState(turn, frame, state, state.literal);
}

import type { FailState } from '../../asl/program.ts';
import type { Frame } from '../execution.ts';
import { attempting, failState } from '../failure.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';

/** Ends its scope with an error of the author's choice. https://states-language.net/#fail-state */
export function runFail(turn: Turn, frame: Frame, state: FailState): void {
  attempting(turn, frame, () => {
    const visit = new Visit(turn, frame);
    const error = state.error?.(visit);
    const cause = state.cause?.(visit);
    failState(turn, frame, { error, cause });
  });
}

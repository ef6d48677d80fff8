import type { State } from '../../asl/program.ts';
import { unreachable } from '../../base/assert.ts';
import type { Frame } from '../execution.ts';
import { stateOf } from '../frames.ts';
import type { Turn } from '../turn.ts';
import { runChoice } from './choice.ts';
import { exitState } from './exit.ts';
import { runFail } from './fail.ts';
import { startMap } from './map.ts';
import { redriveMapRun } from './map-run.ts';
import { startParallel } from './parallel.ts';
import { runPass } from './pass.ts';
import { scheduleTask } from './task.ts';
import { startWait } from './wait.ts';

/** Enters the frame's next state and does its work until something has to be waited for. */
export function enter(turn: Turn, frame: Frame): void {
  const { id, previous, state, input } = frame;
  turn.enter(frame, { type: 'StateEntered', frame: id, previous, state, input });
  work(turn, frame, stateOf(turn.execution, frame));
}

/** A state that a redrive found unfinished. AWS enters a Fail state again, and works on any other where it stands. */
export function resume(turn: Turn, frame: Frame): void {
  const state = stateOf(turn.execution, frame);
  if (state.type === 'Fail') enter(turn, frame);
  else if (!redriveMapRun(turn, frame)) work(turn, frame, state);
}

/** A state's work after its entry, and again for each retry. */
export function work(turn: Turn, frame: Frame, state: State): void {
  switch (state.type) {
    case 'Pass':
      return runPass(turn, frame, state);
    case 'Task':
      return scheduleTask(turn, frame, state);
    case 'Choice':
      return runChoice(turn, frame, state);
    case 'Wait':
      return startWait(turn, frame, state);
    case 'Succeed':
      return exitState(turn, frame, state);
    case 'Fail':
      return runFail(turn, frame, state);
    case 'Parallel':
      return startParallel(turn, frame, state);
    case 'Map':
      return startMap(turn, frame, state);
    default:
      return unreachable(state);
  }
}

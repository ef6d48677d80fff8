import { parametersProblem } from '../../asl/parameters-problem.ts';
import type { TaskState } from '../../asl/program.ts';
import { PAYLOAD_BYTES_MAX } from '../../base/limits.ts';
import { StateError } from '../../base/state-error.ts';
import type { Frame } from '../execution.ts';
import { attempting } from '../failure.ts';
import { tooLarge } from '../leave.ts';
import type { Turn } from '../turn.ts';
import { Visit } from '../visit.ts';
import { argumentsOf } from './exit.ts';

/**
 * Makes an attempt ready: evaluated once, on disk before it is sent. A retry comes here again, so that it sees
 * its RetryCount and gets a token of its own. https://states-language.net/#task-state
 */
export function scheduleTask(turn: Turn, frame: Frame, state: TaskState): void {
  attempting(turn, frame, () => {
    const { resource } = state;
    if (resource.kind === 'activity' && !turn.env.isActivity(resource.arn)) {
      throw new StateError('States.Runtime', `The activity ${resource.arn} does not exist.`);
    }
    const visit = new Visit(turn, frame);
    const parameters = argumentsOf(visit, state);
    if (parameters.bytes > PAYLOAD_BYTES_MAX) throw tooLarge(state.name);
    const problem = parametersProblem(resource, parameters);
    if (problem !== undefined) throw new StateError('States.Runtime', problem);
    turn.emit({
      type: 'TaskScheduled',
      frame: frame.id,
      previous: frame.previous,
      state: frame.state,
      parameters,
      timeoutSeconds: state.timeoutSeconds?.(visit),
      heartbeatSeconds: state.heartbeatSeconds?.(visit),
      roleArn: state.roleArn?.(visit),
    });
  });
}

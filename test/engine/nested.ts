import { Payload } from '../../src/base/payload.ts';
import { StateError } from '../../src/base/state-error.ts';
import type { Attempt, Integration } from '../../src/engine/integration.ts';
import type { EngineProcess } from './engine-world.ts';

/** For tests: tasks that start an execution of machine `child`, under the name and with the input they are given. */
export function nested(of: () => EngineProcess): Integration {
  return {
    isRepeatable: () => true,
    async send({ parameters, resource, asParent }: Attempt) {
      const machine = await of().findMachine('child');
      // Written by the tests, as `syncTask` has them.
      const { Name: name, Input: input = '{}' } = parameters.value as { Name?: string; Input?: string };
      const isWaiting = resource.kind === 'service' && resource.pattern.startsWith('sync');
      const started = await of().engine.start({
        ...{ machine, input },
        ...(name === undefined ? {} : { name }),
        ...(asParent === undefined ? {} : { origin: { parent: { ...asParent, isWaiting } } }),
      });
      return Payload.fromValue(started.executionArn);
    },
    async result({ submitted }) {
      const { header, output } = (await of().engine.describe(String(submitted.value))) ?? {};
      if (header === undefined || header.status === 'RUNNING') return undefined;
      if (output === undefined) throw new StateError('States.TaskFailed', header.status);
      return output;
    },
    async cancel({ submitted }) {
      await of().engine.stop(String(submitted.value), {});
    },
  };
}

/** For tests: a task that starts an execution of machine `child` and waits for its end. */
export function syncTask(more: object = {}, parameters: object = {}): object {
  const Resource = 'arn:aws:states:::states:startExecution.sync';
  return {
    Type: 'Task',
    Resource,
    Parameters: parameters,
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

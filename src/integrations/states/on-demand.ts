import type { Integration } from '../../engine/integration.ts';
import type { StatesOptions } from './calls.ts';
import { isRepeatable } from './repeatable.ts';

/** The integration with Step Functions itself, loaded by the first task that calls it. */
export function statesOnDemand(options: StatesOptions): Integration {
  let loading: Promise<Integration> | undefined;
  const loaded = () => {
    loading ??= import('./states.ts').then(({ createStatesIntegration }) => createStatesIntegration(options));
    return loading;
  };
  return {
    isRepeatable,
    send: async (attempt, signal) => await (await loaded()).send(attempt, signal),
    result: async (job) => await (await loaded()).result?.(job),
    cancel: async (job) => await (await loaded()).cancel?.(job),
  };
}

import type { Integration } from '../../engine/integration.ts';
import { refusing, type StatesOptions } from './calls.ts';
import { isRepeatable } from './repeatable.ts';
import { callSdk } from './sdk-call.ts';
import { cancelExecution, executionResult, startExecution } from './start-execution.ts';

/** Task states that call Step Functions itself: `states:startExecution` in all its forms, and `aws-sdk:sfn:*`. */
export function createStatesIntegration(options: StatesOptions): Integration {
  const calls = { ...options, api: refusing(options.api) };
  return {
    isRepeatable,
    send: (attempt, signal) =>
      attempt.resource.kind === 'service' && attempt.resource.service === 'states'
        ? startExecution(attempt, calls, signal)
        : callSdk(attempt, calls, signal),
    result: (job) => executionResult(job, options.api),
    cancel: (job) => cancelExecution(job, options.api),
  };
}

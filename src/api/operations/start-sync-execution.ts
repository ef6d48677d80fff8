import { ServiceError } from '../../base/service-error.ts';
import type { ExpressEnd } from '../../engine/engine.ts';
import type { StartSyncExecutionOutput } from '../model/start-sync-execution.ts';
import type { BillingDetails } from '../model/structures.ts';
import type { Operation } from '../operation.ts';
import { startRequestOf } from '../start-request.ts';

/** What AWS bills time by. */
const BILLED_MS = 100;
/** The least that AWS bills of memory; what a run takes here is not measured. */
const BILLED_MB = 64;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const startSyncExecution: Operation<'StartSyncExecution'> = async (input, call) => {
  const request = await startRequestOf(input, call);
  if (request.machine.type !== 'EXPRESS') throw new ServiceError('StateMachineTypeNotSupported');

  // Neither a caller that goes nor one that is answered with a failure ends it early: a failure is a 200, too.
  const end = await call.engine.startSync(request);
  const { executionArn, stateMachineArn, name, status, traceHeader = request.origin?.traceHeader } = end;
  return {
    ...{ executionArn, stateMachineArn, name, status },
    startDate: end.startedAt / 1000,
    stopDate: end.stoppedAt / 1000,
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...dataOf(end, input.includedData !== 'METADATA_ONLY'),
    billingDetails: billOf(end),
  };
};

/** Recorded on AWS: details of an output are there although there is none. */
function dataOf(
  { input, output, error, cause }: ExpressEnd,
  included: boolean,
): Partial<StartSyncExecutionOutput> {
  const details = { inputDetails: { included }, outputDetails: { included } };
  if (!included) return details;
  return {
    ...details,
    input: input.text,
    ...(output === undefined ? {} : { output: output.text }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function billOf({ startedAt, stoppedAt }: ExpressEnd): BillingDetails {
  const units = Math.max(Math.ceil((stoppedAt - startedAt) / BILLED_MS), 1);
  return { billedDurationInMilliseconds: units * BILLED_MS, billedMemoryUsedInMB: BILLED_MB };
}

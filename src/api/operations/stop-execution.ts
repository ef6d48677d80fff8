import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { checkExecution } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution: Operation<'StopExecution'> = async (input, call) => {
  const { executionArn, error, cause } = input;
  checkExecution(executionArn, call);
  const reason = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const stoppedAt = await call.engine.stop(executionArn, reason);
  if (stoppedAt === undefined) throw new ServiceError('ExecutionDoesNotExist', executionArn);
  return { stopDate: stoppedAt / 1000 };
};

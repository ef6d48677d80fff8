import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { checkExecution } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export const redriveExecution: Operation<'RedriveExecution'> = async (input, call) => {
  const { executionArn, clientToken } = input;
  checkExecution(executionArn, call);
  const redrivenAt = await call.engine.redrive(executionArn, clientToken);
  if (redrivenAt === undefined) throw new ServiceError('ExecutionDoesNotExist', executionArn);
  return { redriveDate: redrivenAt / 1000 };
};

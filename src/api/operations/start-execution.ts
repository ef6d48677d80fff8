import type { Operation } from '../operation.ts';
import { startRequestOf } from '../start-request.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation<'StartExecution'> = async (input, call) => {
  const { executionArn, startedAt } = await call.engine.start(await startRequestOf(input, call));
  return { executionArn, startDate: startedAt / 1000 };
};

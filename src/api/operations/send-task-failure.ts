import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Operation<'SendTaskFailure'> = async (input, { engine, scope }) => {
  const { taskToken, error, cause } = input;
  await engine.completeTask(scope, taskToken, {
    type: 'failed',
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  });
  return {};
};

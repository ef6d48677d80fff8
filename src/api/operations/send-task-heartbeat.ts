import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Operation<'SendTaskHeartbeat'> = async ({ taskToken }, { engine, scope }) => {
  await engine.heartbeat(scope, taskToken);
  return {};
};

import { activityAt } from '../activity.ts';
import type { Operation } from '../operation.ts';

/** AWS holds the connection for up to 60 seconds and then answers with nothing. */
const WAIT_MS = 60_000;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
export const getActivityTask: Operation<'GetActivityTask'> = async (input, call) => {
  const { arn } = await activityAt(input.activityArn, call);
  const worker = input.workerName === undefined ? {} : { workerName: input.workerName };
  const task = await call.engine.pollActivity(arn, { ...worker, waitMs: WAIT_MS, signal: call.signal });
  return task === undefined ? {} : { taskToken: task.taskToken, input: task.input.text };
};

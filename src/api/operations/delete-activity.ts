import type { Operation } from '../operation.ts';
import { arnOf, isOwn } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html */
export const deleteActivity: Operation<'DeleteActivity'> = async (input, { catalog, scope }) => {
  // Deleting what does not exist succeeds, on AWS too.
  if (isOwn(arnOf(input.activityArn, 'activity'), scope)) await catalog.activities.delete(input.activityArn);
  return {};
};

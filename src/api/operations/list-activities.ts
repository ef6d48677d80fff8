import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export const listActivities: Operation<'ListActivities'> = async (input, { catalog, pages, scope, now }) => {
  const page = { operation: 'ListActivities', scope, now, parameters: [] };
  const from = pages.position(page, input.nextToken);
  const { activities, after } = await catalog.activities.list(scope, {
    ...from,
    limit: pageSize(input.maxResults),
  });
  const shown = activities.map(({ arn, name, createdAt }) => ({
    activityArn: arn,
    name,
    creationDate: createdAt / 1000,
  }));
  return { activities: shown, ...pages.next(page, after) };
};

import type { Operation } from '../operation.ts';
import { taggedAt } from '../tagged.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<'ListTagsForResource'> = async ({ resourceArn }, call) => {
  return { tags: await taggedAt(resourceArn, call, (arn) => call.catalog.tags.list(arn)) };
};

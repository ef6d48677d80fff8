import type { Operation } from '../operation.ts';
import { taggedAt } from '../tagged.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export const untagResource: Operation<'UntagResource'> = async ({ resourceArn, tagKeys }, call) => {
  await taggedAt(resourceArn, call, (arn) => call.catalog.tags.remove(arn, tagKeys));
  return {};
};

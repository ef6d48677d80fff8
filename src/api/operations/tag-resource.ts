import type { Operation } from '../operation.ts';
import { tagsOf } from '../tag.ts';
import { taggedAt } from '../tagged.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagResource: Operation<'TagResource'> = async (input, call) => {
  const tags = tagsOf(input.tags);
  await taggedAt(input.resourceArn, call, (arn) => call.catalog.tags.add(arn, tags));
  return {};
};

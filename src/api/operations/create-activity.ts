import { encryptionOf, refuseTags } from '../machine-settings.ts';
import { checkName } from '../name.ts';
import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export const createActivity: Operation<'CreateActivity'> = async (input, { catalog, scope }) => {
  checkName(input.name);
  refuseTags(input.tags);
  const encryption = encryptionOf(input.encryptionConfiguration);
  const { arn, createdAt } = await catalog.activities.create(scope, input.name, encryption);
  return { activityArn: arn, creationDate: createdAt / 1000 };
};

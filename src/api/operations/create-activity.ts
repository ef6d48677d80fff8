import { encryptionOf } from '../machine-settings.ts';
import { checkName } from '../name.ts';
import type { Operation } from '../operation.ts';
import { tagsOf } from '../tag.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export const createActivity: Operation<'CreateActivity'> = async (input, { catalog, scope }) => {
  const { name } = input;
  checkName(name);
  const encryptionConfiguration = encryptionOf(input.encryptionConfiguration);
  const tags = tagsOf(input.tags);
  const activity = await catalog.activities.create(scope, { name, encryptionConfiguration, tags });
  return { activityArn: activity.arn, creationDate: activity.createdAt / 1000 };
};

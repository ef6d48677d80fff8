import { activityAt } from '../activity.ts';
import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export const describeActivity: Operation<'DescribeActivity'> = async (input, call) => {
  const { arn, name, createdAt, encryptionConfiguration } = await activityAt(input.activityArn, call);
  return { activityArn: arn, name, creationDate: createdAt / 1000, encryptionConfiguration };
};

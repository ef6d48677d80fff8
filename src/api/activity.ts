import { ServiceError } from '../base/service-error.ts';
import type { Activity } from '../catalog/catalog.ts';
import type { Call } from './operation.ts';
import { arnOf, isOwn } from './resource.ts';

/** The caller's activity. @throws ServiceError InvalidArn, ActivityDoesNotExist. */
export async function activityAt(arn: string, { catalog, scope }: Call): Promise<Activity> {
  const activity = isOwn(arnOf(arn, 'activity'), scope) ? await catalog.activities.find(arn) : undefined;
  if (activity === undefined) throw new ServiceError('ActivityDoesNotExist', arn);
  return activity;
}

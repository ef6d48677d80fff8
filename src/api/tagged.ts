import { parseStatesArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Tag } from '../catalog/catalog.ts';
import type { Call } from './operation.ts';
import { isOwn } from './resource.ts';

/**
 * The tags of the caller's resource, as `run` reads or leaves them.
 *
 * @throws ServiceError InvalidArn; ResourceNotFound: it does not exist, or is of a kind that takes no tags.
 */
export async function taggedAt(
  arn: string,
  { scope }: Call,
  run: (arn: string) => Promise<readonly Tag[] | undefined>,
): Promise<readonly Tag[]> {
  const parts = parseStatesArn(arn);
  if (parts === undefined) throw new ServiceError('InvalidArn', `Invalid ARN prefix: ${arn}`);
  const tags = isOwn(parts, scope) ? await run(arn) : undefined;
  if (tags === undefined) throw new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`);
  return tags;
}

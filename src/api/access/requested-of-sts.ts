import type { ServiceRequest } from '../../base/http-service.ts';
import { formText, type Requested } from './requested-action.ts';

/** What a call of STS would do. Who one is may be asked by everyone, as on AWS. */
export function requestedOfSts(request: ServiceRequest): readonly Requested[] {
  const action = formText(request, 'Action') ?? '*';
  if (action === 'GetCallerIdentity' || action === 'GetSessionToken') return [];
  return [{ action: `sts:${action}`, resource: formText(request, 'RoleArn') ?? '*' }];
}

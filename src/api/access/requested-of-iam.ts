import type { ServiceRequest } from '../../base/http-service.ts';
import { formText, type Requested } from './requested-action.ts';

/**
 * What a call of IAM would do, to the role or the policy that it names. A request names a role without its path, and so
 * must a policy.
 */
export function requestedOfIam(request: ServiceRequest): readonly Requested[] {
  const role = formText(request, 'RoleName');
  const resource =
    role === undefined
      ? (formText(request, 'PolicyArn') ?? '*')
      : `arn:aws:iam::${request.scope.account}:role/${role}`;
  // Those of AWS are in no account, and may be read by all.
  const isOfAws = resource.startsWith('arn:aws:iam::aws:');
  return [{ action: `iam:${formText(request, 'Action') ?? '*'}`, resource: isOfAws ? '*' : resource }];
}

import type { Scope } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import type { Instant } from '../../base/time.ts';
import { momentOf } from './acting.ts';
import type { RequestContext } from './condition.ts';
import { evaluate } from './evaluate.ts';
import type { Policy } from './policy.ts';
import { isForeign, requestedOf } from './requested.ts';

/** Whose key signed a request, and what that key may do. */
export interface Principal {
  /** `arn:aws:iam::123456789012:user/ci`. */
  readonly arn: string;
  readonly policies: readonly Policy[];
}

export interface Caller {
  readonly service: string;
  readonly scope: Scope;
  /** Undefined: may do everything, in its own account and region. */
  readonly principal?: Principal | undefined;
}

/**
 * Decides whether a caller may do what a request asks for: the only place that does.
 *
 * What Step Functions' own operations find is bounded by the caller's account and region already; a function's name may
 * be an ARN that names another account.
 *
 * @returns undefined when all of it is allowed, else the refusal in AWS's words.
 */
export function denialOf(
  { service, scope, principal }: Caller,
  request: ServiceRequest,
  now: Instant,
): string | undefined {
  if (principal === undefined && service === 'states') return undefined;
  const context = contextOf(request, { scope, principal, now });
  for (const { action, resource } of requestedOf(service, request)) {
    const why = denied(action, resource);
    if (why === undefined) continue;
    const arn = principal?.arn ?? `arn:aws:iam::${scope.account}:root`;
    return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  }
  return undefined;

  function denied(action: string, resource: string): string | undefined {
    const decision = principal && evaluate(principal.policies, { action, resource }, context);
    if (decision?.isAllowed === false) return decision.why;
    // Who may assume a role is said by its own policy, which the service looks at.
    if (service === 'states' || service === 'sts' || !isForeign(resource, scope)) return undefined;
    return `because no resource-based policy allows the ${action} action`;
  }
}

/** An address in IPv6 that stands for one in IPv4 is that one. */
function contextOf(
  { remoteAddress }: ServiceRequest,
  { scope, principal, now }: Pick<Caller, 'scope' | 'principal'> & { readonly now: Instant },
): RequestContext {
  const { region, account } = scope;
  return {
    ...{ ...momentOf(now), 'aws:requestedregion': region, 'aws:principalaccount': account },
    ...(principal === undefined ? {} : { 'aws:principalarn': principal.arn }),
    ...(remoteAddress === undefined ? {} : { 'aws:sourceip': remoteAddress.replace(/^::ffff:/, '') }),
  };
}

import type { Actor, ActorRequest, Denial } from '../../base/actor.ts';
import type { HttpService, ServiceRequest } from '../../base/http-service.ts';
import { isArray, isObject, type Json, member } from '../../base/json.ts';
import { lambdaRoute } from '../../base/lambda-routes.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { inFormOf, refused } from '../refused.ts';
import { type RequestContext, readConditions } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { globMatches } from './glob.ts';
import type { Policy } from './policy.ts';
import { requestedOf } from './requested.ts';

export interface ActingOptions {
  /** Undefined when there is no such role: nobody has said what it may do, and it may do everything. */
  readonly rolePolicies: (account: string, name: string) => Promise<readonly Policy[] | undefined>;
  readonly now: () => Instant;
}

/**
 * Judges what parts of this server do for others: the tasks of an execution with its role, API Gateway and EventBridge
 * with the roles they were given, or in their own name by the policy of the function that they call.
 */
export function createDenial({ rolePolicies, now }: ActingOptions): Denial {
  return async (asked) => {
    const context = { ...momentOf(now()), 'aws:requestedregion': asked.scope.region };
    if (asked.actor.kind === 'service') return serviceDenial(asked.actor, asked, context);
    const { arn, session } = asked.actor;
    const [, account = '', name = ''] =
      /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[^:]*\/)?([^:/]+)$/.exec(arn) ?? [];
    const policies = await rolePolicies(account, name);
    if (policies === undefined) return undefined;
    const own = { ...context, 'aws:principalarn': arn, 'aws:principalaccount': account };
    for (const one of asked.requested) {
      const decision = evaluate(policies, one, own);
      if (decision.isAllowed) continue;
      const who = `arn:aws:sts::${account}:assumed-role/${name}/${session}`;
      return sentence(who, one, decision.why);
    }
    return undefined;
  };
}

/** What conditions may ask of the moment. */
export function momentOf(now: Instant): RequestContext {
  return { 'aws:currenttime': formatInstant(now), 'aws:epochtime': String(Math.floor(now / 1000)) };
}

function sentence(who: string, { action, resource }: ActorRequest['requested'][number], why: string): string {
  return `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

function serviceDenial(
  { principal, sourceArn, sourceAccount }: Extract<Actor, { kind: 'service' }>,
  { requested, resourcePolicy = [] }: ActorRequest,
  moment: RequestContext,
): string | undefined {
  const context = { ...moment, 'aws:sourcearn': sourceArn, 'aws:sourceaccount': sourceAccount };
  const refusedOne = requested.find(
    ({ action }) => !resourcePolicy.some((statement) => permits(statement, { principal, action, context })),
  );
  if (refusedOne === undefined) return undefined;
  return sentence(
    principal,
    refusedOne,
    `because no resource-based policy allows the ${refusedOne.action} action`,
  );
}

interface Asking {
  readonly principal: string;
  readonly action: string;
  readonly context: RequestContext;
}

/** A statement of a policy that Lambda's AddPermission has made: it allows, on its own function. */
function permits(statement: Json, { principal, action, context }: Asking): boolean {
  if (!isObject(statement) || member(statement, 'Effect') !== 'Allow') return false;
  const named = member(statement, 'Principal');
  const services = isObject(named) ? member(named, 'Service') : named;
  if (!(isArray(services) ? services : [services]).some((one) => one === principal || one === '*'))
    return false;
  const pattern = member(statement, 'Action');
  if (typeof pattern !== 'string' || !globMatches(pattern.toLowerCase(), action.toLowerCase())) return false;
  const read = readConditions(member(statement, 'Condition'));
  return 'conditions' in read && read.conditions.every(({ holds }) => holds?.(context) === true);
}

/** A service that asks first whether those may call it who call it from within this server. */
export function guardedService(name: string, service: HttpService, denial: Denial): HttpService {
  const { bodyBytesMax, streaming } = service;
  return {
    bodyBytesMax,
    ...(streaming === undefined ? {} : { streaming }),
    async handle(request) {
      const { actor, scope, headers, requestId } = request;
      if (actor === undefined || judgesItself(name, request)) return await service.handle(request);
      const answer = async (status: number, code: string, message: string) => {
        const { path } = request;
        if (streaming !== undefined)
          return await streaming.refused({ status, code, message, requestId, path });
        const own = (status === 403 ? DENIED[name] : undefined) ?? { status, code };
        return inFormOf(headers, refused(own.status, own.code, message), requestId);
      };
      try {
        const why = await denial({ actor, scope, requested: requestedOf(name, request) });
        if (why === undefined) return await service.handle(request);
        return await answer(403, 'AccessDeniedException', why);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        return await answer(503, 'ServiceUnavailable', error.message);
      }
    },
  };
}

/** Only Lambda knows the policies of its functions. */
function judgesItself(name: string, { method, path }: ServiceRequest): boolean {
  return name === 'lambda' && lambdaRoute(method, path)?.operation === 'Invoke';
}

const JSON_DENIED = { status: 400, code: 'AccessDeniedException' };

/** As each service says it. */
const DENIED: Readonly<Record<string, { readonly status: number; readonly code: string }>> = {
  sns: { status: 403, code: 'AuthorizationError' },
  sqs: { status: 403, code: 'AccessDenied' },
  ...{ states: JSON_DENIED, events: JSON_DENIED, logs: JSON_DENIED },
};

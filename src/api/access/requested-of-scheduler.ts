import type { Scope } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { member } from '../../base/json.ts';
import { jsonObject, type Requested } from './requested-action.ts';

const VERBS: Readonly<Record<string, string>> = {
  POST: 'Create',
  PUT: 'Update',
  GET: 'Get',
  DELETE: 'Delete',
};

/** What a call of EventBridge Scheduler's API would do. */
export function requestedOfScheduler(request: ServiceRequest): readonly Requested[] {
  const { method, path } = request;
  const [, kind, name] = /^\/(schedules|schedule-groups)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  const verb = Object.hasOwn(VERBS, method) ? VERBS[method] : undefined;
  if (kind === undefined || verb === undefined || (name === undefined && method !== 'GET'))
    return [{ action: `scheduler:${method}`, resource: '*' }];
  const what = kind === 'schedules' ? 'Schedule' : 'ScheduleGroup';
  if (name === undefined) return [{ action: `scheduler:List${what}s`, resource: '*' }];
  return [{ action: `scheduler:${verb}${what}`, resource: resourceOf(what, name, request) }];
}

function resourceOf(what: string, name: string, request: ServiceRequest): string {
  const prefix = prefixOf(request.scope);
  return what === 'Schedule'
    ? `${prefix}:schedule/${groupOf(request)}/${name}`
    : `${prefix}:schedule-group/${name}`;
}

function prefixOf({ region, account }: Scope): string {
  return `arn:aws:scheduler:${region}:${account}`;
}

/** As the service reads it: what stands in the query comes before what stands in the body. */
function groupOf({ query, body }: ServiceRequest): string {
  const named = query.get('ScheduleGroup') ?? query.get('groupName');
  const inBody = member(jsonObject(body) ?? {}, 'GroupName');
  return named ?? (typeof inBody === 'string' ? inBody : 'default');
}

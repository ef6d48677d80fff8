import type { Scope } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { type JsonObject, member } from '../../base/json.ts';
import { logGroupArn, parseLogGroupArn } from '../../base/log-groups.ts';
import { jsonObject, type Requested } from './requested-action.ts';

/** What a call of CloudWatch Logs would do. */
export function requestedOfLogs({ headers, body, scope }: ServiceRequest): readonly Requested[] {
  const target = String(headers['x-amz-target']);
  const action = `logs:${target.slice(target.indexOf('.') + 1)}`;
  const input = jsonObject(body);
  return [{ action, resource: input === undefined ? '*' : resourceOf(input, scope) }];
}

/**
 * As AWS's refusals print it: the group, and behind it the stream or nothing, so that `log-group:name:*` is every call
 * about the group. A name and an ARN of it are the same resource.
 */
function resourceOf(input: JsonObject, scope: Scope): string {
  const given = GROUP_MEMBERS.map((name) => member(input, name)).find((value) => typeof value === 'string');
  const named = typeof given === 'string' ? given : '';
  const group = parseLogGroupArn(named) ?? { ...scope, group: named };
  const stream = member(input, 'logStreamName');
  return `${logGroupArn(group)}:log-stream:${typeof stream === 'string' ? stream : ''}`;
}

/** In the order in which the operations read them. */
const GROUP_MEMBERS = ['logGroupName', 'logGroupIdentifier', 'resourceArn', 'logGroupNamePrefix'] as const;

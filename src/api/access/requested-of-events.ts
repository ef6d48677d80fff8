import type { Scope } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { jsonObject, type Requested } from './requested-action.ts';

/** What a call of EventBridge's API would do. */
export function requestedOfEvents({ headers, body, scope }: ServiceRequest): readonly Requested[] {
  const target = String(headers['x-amz-target']);
  const operation = target.slice(target.indexOf('.') + 1);
  const action = `events:${operation}`;
  const input = jsonObject(body);
  const resourcesOf = Object.hasOwn(RESOURCES, operation) ? RESOURCES[operation] : undefined;
  const resources = input === undefined || resourcesOf === undefined ? [] : resourcesOf(input, scope);
  const main = (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource }));
  return [...main, ...besides(operation, input, main)];
}

type ResourcesOf = (input: JsonObject, scope: Scope) => readonly string[];

/** The resources that each operation names, as IAM's service authorization reference lists them. */
const RESOURCES: Readonly<Record<string, ResourcesOf>> = {
  CreateEventBus: bus('Name'),
  DeleteEventBus: bus('Name'),
  DeleteRule: rule('Name'),
  DescribeEventBus: bus('Name'),
  DescribeRule: rule('Name'),
  DisableRule: rule('Name'),
  EnableRule: rule('Name'),
  ListTagsForResource: given,
  ListTargetsByRule: rule('Rule'),
  PutEvents: buses,
  PutRule: rule('Name'),
  PutTargets: rule('Rule'),
  RemoveTargets: rule('Rule'),
  TagResource: given,
  UntagResource: given,
};

const prefix = ({ region, account }: Scope) => `arn:aws:events:${region}:${account}`;

function bus(name: string): ResourcesOf {
  return (input, scope) => [busArn(member(input, name), scope)];
}

function buses(input: JsonObject, scope: Scope): readonly string[] {
  const entries = member(input, 'Entries');
  if (!isArray(entries)) return [];
  const named = entries.map((entry) => (isObject(entry) ? member(entry, 'EventBusName') : undefined));
  return [...new Set(named.map((name) => busArn(name, scope)))];
}

/** A name, an ARN as it is written, or nothing for the default bus. */
function busArn(name: Json | undefined, scope: Scope): string {
  if (typeof name === 'string' && name.startsWith('arn:'))
    return name.replace(/^arn:aws[a-z-]*:/, 'arn:aws:');
  return `${prefix(scope)}:event-bus/${typeof name === 'string' ? name : 'default'}`;
}

function rule(name: string): ResourcesOf {
  return (input, scope) => {
    const named = member(input, name);
    if (typeof named !== 'string') return [];
    const of = busArn(member(input, 'EventBusName'), scope);
    const onBus = of.endsWith(':event-bus/default') ? '' : `${of.slice(of.indexOf('/') + 1)}/`;
    return [`${of.slice(0, of.indexOf(':event-bus/'))}:rule/${onBus}${named}`];
  };
}

function given(input: JsonObject): readonly string[] {
  const arn = member(input, 'ResourceARN');
  return typeof arn === 'string' ? [arn.replace(/^arn:aws[a-z-]*:/, 'arn:aws:')] : [];
}

/** Further actions that an operation does on the way. */
function besides(
  operation: string,
  input: JsonObject | undefined,
  main: readonly Requested[],
): readonly Requested[] {
  const tags = input && member(input, 'Tags');
  const tagsToo = /^(PutRule|CreateEventBus)$/.test(operation) && isArray(tags) && tags.length > 0;
  return tagsToo ? main.map(({ resource }) => ({ action: 'events:TagResource', resource })) : [];
}

import { activityArn, parseStatesArn, type Scope, stateMachineArn } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import type { OperationName } from '../model/operations.ts';
import { jsonObject, type Requested } from './requested-action.ts';

/** What a call of Step Functions' API would do. */
export function requestedOfStates({
  headers,
  body,
  scope,
}: Pick<ServiceRequest, 'headers' | 'body' | 'scope'>): readonly Requested[] {
  const target = String(headers['x-amz-target']);
  const operation = target.slice(target.indexOf('.') + 1);
  const action = `states:${operation}`;
  const input = jsonObject(body);
  if (input === undefined || !isOperation(operation)) return [{ action, resource: '*' }];
  const resources = RESOURCES[operation](input, scope);
  const main = (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource }));
  return [
    ...main,
    ...besides(operation, input).flatMap((also) => main.map((one) => ({ ...one, action: also }))),
  ];
}

type ResourcesOf = (input: JsonObject, scope: Scope) => readonly string[];

/** The resources that each operation names, as IAM's service authorization reference lists them. */
const RESOURCES: Readonly<Record<OperationName, ResourcesOf>> = {
  CreateActivity: made(activityArn),
  CreateStateMachine: made(stateMachineArn),
  CreateStateMachineAlias: aliasesMade,
  DeleteActivity: given('activityArn'),
  DeleteStateMachine: given('stateMachineArn'),
  DeleteStateMachineAlias: given('stateMachineAliasArn'),
  DeleteStateMachineVersion: given('stateMachineVersionArn'),
  DescribeActivity: given('activityArn'),
  DescribeExecution: given('executionArn'),
  DescribeMapRun: given('mapRunArn'),
  DescribeStateMachine: given('stateMachineArn'),
  DescribeStateMachineAlias: given('stateMachineAliasArn'),
  DescribeStateMachineForExecution: given('executionArn'),
  GetActivityTask: given('activityArn'),
  GetExecutionHistory: given('executionArn'),
  ListActivities: given(),
  ListExecutions: given('stateMachineArn', 'mapRunArn'),
  ListMapRuns: given('executionArn'),
  ListStateMachineAliases: given('stateMachineArn'),
  ListStateMachines: given(),
  ListStateMachineVersions: given('stateMachineArn'),
  ListTagsForResource: given('resourceArn'),
  PublishStateMachineVersion: given('stateMachineArn'),
  RedriveExecution: given('executionArn'),
  // A token is its own permission: the reference names no resource.
  SendTaskFailure: given(),
  SendTaskHeartbeat: given(),
  SendTaskSuccess: given(),
  StartExecution: given('stateMachineArn'),
  StartSyncExecution: given('stateMachineArn'),
  StopExecution: given('executionArn'),
  TagResource: given('resourceArn'),
  TestState: given(),
  UntagResource: given('resourceArn'),
  UpdateMapRun: given('mapRunArn'),
  UpdateStateMachine: given('stateMachineArn'),
  UpdateStateMachineAlias: given('stateMachineAliasArn'),
  ValidateStateMachineDefinition: given(),
};

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(RESOURCES, name);
}

/** @param members Those of the input that hold ARNs. */
function given(...members: readonly string[]): ResourcesOf {
  return (input) => members.flatMap((name) => canonical(member(input, name)));
}

/**
 * Every partition means the same resource here: a Deny on it must not be passed by writing `aws-cn`.
 *
 * @returns nothing for what is no ARN of Step Functions; no operation finds anything there.
 */
function canonical(arn: Json | undefined): string[] {
  if (typeof arn !== 'string' || parseStatesArn(arn) === undefined) return [];
  return [arn.replace(/^arn:aws[a-z-]*:/, 'arn:aws:')];
}

/** What is about to be made has its name only. */
function made(arnOf: (scope: Scope, name: string) => string): ResourcesOf {
  return (input, scope) => {
    const name = member(input, 'name');
    return typeof name === 'string' ? [arnOf(scope, name)] : [];
  };
}

/** An alias belongs to the machine whose versions it points to; more than one machine is the operation's to refuse. */
function aliasesMade(input: JsonObject): readonly string[] {
  const [name, routes] = [member(input, 'name'), member(input, 'routingConfiguration')];
  if (typeof name !== 'string' || !isArray(routes)) return [];
  const versions = routes.flatMap((route) =>
    isObject(route) ? [member(route, 'stateMachineVersionArn')] : [],
  );
  const arns = versions.flatMap((version) => {
    const parts = typeof version === 'string' ? parseStatesArn(version) : undefined;
    return parts?.kind === 'stateMachine' ? [`${stateMachineArn(parts, parts.name)}:${name}`] : [];
  });
  return [...new Set(arns)];
}

/** Further actions that an operation can do on the way. */
function besides(operation: OperationName, input: JsonObject): readonly string[] {
  const also: string[] = [];
  const tags = member(input, 'tags');
  const mayPublish = operation === 'CreateStateMachine' || operation === 'UpdateStateMachine';
  if (mayPublish && member(input, 'publish') === true) also.push('states:PublishStateMachineVersion');
  if (operation.startsWith('Create') && isArray(tags) && tags.length > 0) also.push('states:TagResource');
  return also;
}

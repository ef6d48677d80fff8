import { isObject, type Json, type JsonObject, member } from '../../../base/json.ts';
import { Fault, type Path } from '../fault.ts';
import { type Expansion, getAtt, objectAt, only, required, type SamResource, textAt } from './expansion.ts';
import { addHttpRoute } from './http-api.ts';
import { roleFor } from './role.ts';

/** What an event calls. */
export interface EventTarget {
  readonly kind: 'function' | 'machine';
  readonly owner: SamResource;
  /** What is called instead of the function itself: the logical id of its alias. */
  readonly alias?: string | undefined;
}

/** The id of the API of events that name none. */
export const IMPLICIT_API = 'ServerlessRestApi';

/** Adds what the Events of a function or a state machine ask for. @throws Fault */
export function addEvents(target: EventTarget, expansion: Expansion): void {
  const { owner } = target;
  for (const [name, event] of Object.entries(objectAt(owner.properties, 'Events'))) {
    const path = [...owner.path, 'Events', name];
    if (!isObject(event)) throw new Fault(path, 'an event is an object');
    const type = textAt(event, 'Type', path);
    const add = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
    if (add === undefined) throw new Fault([...path, 'Type'], `stepwell has no events of type ${type}`);
    const place = {
      id: `${owner.logicalId}${name}`,
      properties: objectAt(event, 'Properties'),
      path: [...path, 'Properties'],
    };
    add(place, target, expansion);
  }
}

interface Place {
  /** Logical id of what the event becomes. */
  readonly id: string;
  readonly properties: JsonObject;
  readonly path: Path;
}

const EVENTS: Readonly<Record<string, (place: Place, target: EventTarget, expansion: Expansion) => void>> = {
  Schedule(place, target, expansion) {
    only(
      place.properties,
      ['Schedule', 'Input', 'Enabled', 'Name', 'Description', 'State', 'RoleArn'],
      place.path,
    );
    const rule = { ScheduleExpression: required(place.properties, 'Schedule', place.path) };
    addRule({ ...place, rule }, target, expansion);
  },
  ScheduleV2: addSchedule,
  EventBridgeRule: addPatternRule,
  CloudWatchEvent: addPatternRule,
  SNS({ id, properties, path }, target, expansion) {
    ofFunction(target, path);
    only(properties, ['Topic', 'FilterPolicy', 'FilterPolicyScope', 'Region', 'RedrivePolicy'], path);
    const { Topic: _, ...settings } = properties;
    const TopicArn = required(properties, 'Topic', path);
    const Endpoint = arnOf(target);
    expansion.add(
      id,
      resource(target, 'AWS::SNS::Subscription', { TopicArn, Protocol: 'lambda', Endpoint, ...settings }),
    );
    addPermission(id, { principal: 'sns.amazonaws.com', source: TopicArn }, { target, expansion });
  },
  SQS({ id, properties, path }, target, expansion) {
    ofFunction(target, path);
    const { Queue: _, ...settings } = properties;
    only(
      settings,
      [
        'BatchSize',
        'Enabled',
        'MaximumBatchingWindowInSeconds',
        'FunctionResponseTypes',
        'FilterCriteria',
        'ScalingConfig',
      ],
      path,
    );
    const EventSourceArn = required(properties, 'Queue', path);
    const FunctionName = calledFunction(target);
    expansion.add(
      id,
      resource(target, 'AWS::Lambda::EventSourceMapping', { EventSourceArn, FunctionName, ...settings }),
    );
  },
  Api: addRoute,
  HttpApi: addHttpEvent,
};

function ofFunction({ kind }: EventTarget, path: Path): void {
  if (kind !== 'function') throw new Fault(path, 'this event calls functions only');
}

function resource({ owner }: EventTarget, Type: string, Properties: JsonObject): JsonObject {
  return { Type, Properties, ...owner.shared };
}

function addPatternRule(place: Place, target: EventTarget, expansion: Expansion): void {
  const { properties, path } = place;
  only(
    properties,
    ['Pattern', 'EventBusName', 'Input', 'InputPath', 'State', 'RuleName', 'InputTransformer'],
    path,
  );
  const bus = member(properties, 'EventBusName');
  const rule = {
    EventPattern: required(properties, 'Pattern', path),
    ...(bus === undefined ? {} : { EventBusName: bus }),
  };
  addRule({ ...place, rule }, target, expansion);
}

function addRule(
  { id, properties, rule }: Place & { readonly rule: JsonObject },
  target: EventTarget,
  expansion: Expansion,
): void {
  const name = member(properties, 'Name') ?? member(properties, 'RuleName');
  const isOff = String(member(properties, 'Enabled') ?? true) === 'false';
  const inputs = ['Input', 'InputPath', 'InputTransformer'].flatMap((key) => {
    const value = member(properties, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const role = target.kind === 'machine' ? { RoleArn: startRole(id, target, expansion) } : {};
  const one = { Id: `${id}Target`, Arn: arnOf(target), ...role, ...Object.fromEntries(inputs) };
  const State = member(properties, 'State') ?? (isOff ? 'DISABLED' : 'ENABLED');
  const Description = member(properties, 'Description');
  expansion.add(
    id,
    resource(target, 'AWS::Events::Rule', {
      ...rule,
      State,
      Targets: [one],
      ...(name === undefined ? {} : { Name: name }),
      ...(Description === undefined ? {} : { Description }),
    }),
  );
  if (target.kind === 'function') {
    addPermission(
      id,
      { principal: 'events.amazonaws.com', source: getAtt(id, 'Arn') },
      { target, expansion },
    );
  }
}

function addSchedule({ id, properties, path }: Place, target: EventTarget, expansion: Expansion): void {
  const { Input, RetryPolicy, RoleArn, ...schedule } = properties;
  only(
    schedule,
    [
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'FlexibleTimeWindow',
      'Name',
      'GroupName',
      'State',
      'StartDate',
      'EndDate',
      'Description',
    ],
    path,
  );
  required(properties, 'ScheduleExpression', path);
  const one = {
    ...{ Arn: arnOf(target), RoleArn: RoleArn ?? startRole(id, target, expansion) },
    ...(Input === undefined ? {} : { Input }),
    ...(RetryPolicy === undefined ? {} : { RetryPolicy }),
  };
  expansion.add(
    id,
    resource(target, 'AWS::Scheduler::Schedule', {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ...schedule,
      Target: one,
    }),
  );
}

function arnOf({ kind, owner, alias }: EventTarget): Json {
  if (alias !== undefined) return { Ref: alias };
  return kind === 'function' ? getAtt(owner.logicalId, 'Arn') : { Ref: owner.logicalId };
}

function calledFunction({ owner, alias }: EventTarget): JsonObject {
  return { Ref: alias ?? owner.logicalId };
}

/** The role with which a rule, a schedule or an API calls. */
function startRole(id: string, target: EventTarget, expansion: Expansion): JsonObject {
  const Action = target.kind === 'machine' ? 'states:StartExecution' : 'lambda:InvokeFunction';
  const policy = { Statement: [{ Effect: 'Allow', Action, Resource: arnOf(target) }] };
  expansion.add(`${id}Role`, { ...roleFor('events.amazonaws.com', policy, []), ...target.owner.shared });
  return getAtt(`${id}Role`, 'Arn');
}

interface Permitted {
  readonly principal: string;
  readonly source: Json;
}

interface Adding {
  readonly target: EventTarget;
  readonly expansion: Expansion;
}

function addPermission(id: string, { principal, source }: Permitted, { target, expansion }: Adding): void {
  const FunctionName = calledFunction(target);
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName,
    Principal: principal,
    SourceArn: source,
  };
  expansion.add(`${id}Permission`, resource(target, 'AWS::Lambda::Permission', properties));
}

const REGION = ['$', '{AWS::Region}'].join('');
const ARN = ['$', '{Arn}'].join('');

function addHttpEvent(place: Place, target: EventTarget, expansion: Expansion): void {
  if (target.kind !== 'function')
    throw new Fault(place.path, 'SAM has HttpApi events of functions only: a state machine takes Api events');
  const uri = { 'Fn::Sub': [ARN, { Arn: arnOf(target) }] };
  const apiId = addHttpRoute(place, { uri, shared: target.owner.shared }, expansion);
  const source = { 'Fn::Sub': [`arn:aws:execute-api:${REGION}:*:${ARN}/*`, { Arn: { Ref: apiId } }] };
  addPermission(place.id, { principal: 'apigateway.amazonaws.com', source }, { target, expansion });
}

function addRoute({ id, properties, path }: Place, target: EventTarget, expansion: Expansion): void {
  only(properties, ['Path', 'Method', 'RestApiId'], path);
  const api = member(properties, 'RestApiId');
  const apiId = isObject(api) ? member(api, 'Ref') : (api ?? IMPLICIT_API);
  if (typeof apiId !== 'string')
    throw new Fault([...path, 'RestApiId'], 'names an API of this template with Ref');
  const method = textAt(properties, 'Method', path).toUpperCase();
  const route = {
    path: textAt(properties, 'Path', path),
    method: method === 'ANY' || method === '*' ? 'ANY' : method,
  };
  if (target.kind === 'function') {
    const uri = `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${ARN}/invocations`;
    const Uri = { 'Fn::Sub': [uri, { Arn: arnOf(target) }] };
    expansion.route(apiId, {
      ...route,
      integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri },
      responses: [],
    });
    const source = { 'Fn::Sub': [`arn:aws:execute-api:${REGION}:*:${ARN}/*`, { Arn: { Ref: apiId } }] };
    addPermission(id, { principal: 'apigateway.amazonaws.com', source }, { target, expansion });
    return;
  }
  const template = {
    'Fn::Sub': [
      `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "${ARN}"}`,
      { Arn: arnOf(target) },
    ],
  };
  const integration = {
    ...{ Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: startRole(id, target, expansion) },
    Uri: { 'Fn::Sub': `arn:aws:apigateway:${REGION}:states:action/StartExecution` },
    ...{ RequestTemplates: { 'application/json': template } },
    IntegrationResponses: [{ StatusCode: 200 }, { StatusCode: 400, SelectionPattern: '4\\d{2}' }],
  };
  expansion.route(apiId, { ...route, integration, responses: [{ StatusCode: 200 }, { StatusCode: 400 }] });
}

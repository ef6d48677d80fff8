import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../../base/json.ts';
import { Fault } from '../fault.ts';
import { section } from '../template.ts';
import { addApi } from './api.ts';
import { addEvents, IMPLICIT_API } from './events.ts';
import {
  Expansion,
  getAtt,
  inherited,
  objectAt,
  only,
  required,
  type SamResource,
  textAt,
} from './expansion.ts';
import { addHttpApi, IMPLICIT_HTTP_API } from './http-api.ts';
import { roleFor } from './role.ts';

/**
 * A SAM template as the CloudFormation template that it stands for; others stay as they are.
 *
 * @throws Fault for what is not known of SAM, and for transforms that are not SAM's
 */
export function transformed(body: JsonObject): JsonObject {
  const transform = member(body, 'Transform');
  const named = transform === undefined ? [] : isArray(transform) ? transform : [transform];
  for (const one of named) {
    if (one !== 'AWS::Serverless-2016-10-31' && one !== 'AWS::LanguageExtensions') {
      throw new Fault(['Transform'], `stepwell does not have the transform ${JSON.stringify(one)}`);
    }
  }
  const expansion = new Expansion();
  const apis: SamResource[] = [];
  const globals = section(body, 'Globals');
  for (const [logicalId, resource] of Object.entries(section(body, 'Resources'))) {
    if (!isObject(resource)) continue;
    const type = String(member(resource, 'Type'));
    if (!type.startsWith('AWS::Serverless::')) {
      expansion.add(logicalId, resource);
      continue;
    }
    if (!named.includes('AWS::Serverless-2016-10-31')) {
      throw new Fault(
        ['Resources', logicalId, 'Type'],
        `${type} needs Transform: AWS::Serverless-2016-10-31`,
      );
    }
    const one = samResource(logicalId, resource, objectAt(globals, type.slice('AWS::Serverless::'.length)));
    if (type === 'AWS::Serverless::Api') apis.push(one);
    else if (type === 'AWS::Serverless::HttpApi') addHttpApi(one, expansion);
    else if (type === 'AWS::Serverless::Function') addFunction(one, expansion);
    else if (type === 'AWS::Serverless::StateMachine') addMachine(one, expansion);
    else throw new Fault(['Resources', logicalId, 'Type'], `stepwell has no resources of type ${type}`);
  }
  for (const api of apis) addOwnApi(api, expansion);
  if (expansion.routes.has(IMPLICIT_API)) {
    addApi({ logicalId: IMPLICIT_API, stageName: 'Prod', properties: {}, stage: {}, shared: {} }, expansion);
  }
  if (expansion.usesImplicitHttpApi) {
    const properties = objectAt(globals, 'HttpApi');
    const path = ['Globals', 'HttpApi'];
    addHttpApi({ logicalId: IMPLICIT_HTTP_API, properties, shared: {}, path }, expansion);
  }
  const { Globals: _, ...rest } = body;
  return { ...rest, Resources: expansion.resources };
}

function samResource(logicalId: string, resource: JsonObject, globals: JsonObject): SamResource {
  const shared: { [key: string]: Json } = {};
  for (const key of ['Condition', 'DependsOn', 'DeletionPolicy', 'Metadata']) {
    const value = member(resource, key);
    if (value !== undefined) setOwn(shared, key, value);
  }
  const properties = inherited(globals, objectAt(resource, 'Properties'));
  return { logicalId, properties, shared, path: ['Resources', logicalId, 'Properties'] };
}

const OF_FUNCTION = [
  ...['FunctionName', 'Handler', 'Runtime', 'Description', 'Timeout', 'MemorySize', 'Environment', 'Tags'],
  ...['Architectures', 'EphemeralStorage', 'PackageType', 'ReservedConcurrentExecutions', 'LoggingConfig'],
];

function addFunction(one: SamResource, expansion: Expansion): void {
  const { logicalId, properties, shared, path } = one;
  only(
    properties,
    [...OF_FUNCTION, 'CodeUri', 'InlineCode', 'Role', 'Policies', 'Events', 'Tracing', 'AutoPublishAlias'],
    path,
  );
  const own = chosen(properties, OF_FUNCTION);
  const inline = member(properties, 'InlineCode');
  const uri = inline === undefined ? required(properties, 'CodeUri', path) : '';
  const Code = inline !== undefined ? { ZipFile: inline } : isObject(uri) ? located(uri) : uri;
  const tracing = member(properties, 'Tracing');
  const Role = roleOf(one, { service: 'lambda.amazonaws.com', expansion });
  const Properties = {
    ...{ ...own, Code, Role, ...tagged(own) },
    ...(tracing === undefined ? {} : { TracingConfig: { Mode: tracing } }),
  };
  expansion.add(logicalId, { Type: 'AWS::Lambda::Function', Properties, ...shared });
  const name = member(properties, 'AutoPublishAlias');
  const alias =
    name === undefined
      ? undefined
      : addFunctionAlias(one, textAt(properties, 'AutoPublishAlias', path), expansion);
  addEvents({ kind: 'function', owner: one, alias }, expansion);
}

function addMachine(one: SamResource, expansion: Expansion): void {
  const { logicalId, properties, shared, path } = one;
  const same = ['Definition', 'DefinitionSubstitutions', 'Tags'];
  only(
    properties,
    [
      ...same,
      'DefinitionUri',
      'Name',
      'Type',
      'Role',
      'Policies',
      'Events',
      'Logging',
      'Tracing',
      'AutoPublishAlias',
      'UseAliasAsEventTarget',
    ],
    path,
  );
  const own = chosen(properties, same);
  const renamed: { [key: string]: Json } = {};
  for (const [from, to] of Object.entries(RENAMED)) {
    const value = member(properties, from);
    if (value !== undefined)
      setOwn(
        renamed,
        to,
        from === 'DefinitionUri' && isObject(value) ? located(value, 'Bucket', 'Key') : value,
      );
  }
  const RoleArn = roleOf(one, { service: 'states.amazonaws.com', expansion });
  const Properties = { ...own, ...tagged(own), ...renamed, RoleArn };
  expansion.add(logicalId, { Type: 'AWS::StepFunctions::StateMachine', Properties, ...shared });
  const alias = member(properties, 'AutoPublishAlias');
  if (typeof alias === 'string') addAlias(one, alias, expansion);
  addEvents({ kind: 'machine', owner: one }, expansion);
}

const RENAMED = {
  ...{ DefinitionUri: 'DefinitionS3Location', Name: 'StateMachineName', Type: 'StateMachineType' },
  ...{ Logging: 'LoggingConfiguration', Tracing: 'TracingConfiguration' },
} as const;

function addAlias({ logicalId, shared }: SamResource, Name: string, expansion: Expansion): void {
  const Version = {
    StateMachineArn: { Ref: logicalId },
    StateMachineRevisionId: getAtt(logicalId, 'StateMachineRevisionId'),
  };
  expansion.add(`${logicalId}Version`, {
    Type: 'AWS::StepFunctions::StateMachineVersion',
    Properties: Version,
    ...shared,
  });
  const Alias = {
    Name,
    RoutingConfiguration: [{ StateMachineVersionArn: { Ref: `${logicalId}Version` }, Weight: 100 }],
  };
  expansion.add(`${logicalId}Alias${Name}`, {
    Type: 'AWS::StepFunctions::StateMachineAlias',
    Properties: Alias,
    ...shared,
  });
}

/** A version of each new code, and the alias that events call. @returns its logical id. */
function addFunctionAlias({ logicalId, shared }: SamResource, Name: string, expansion: Expansion): string {
  const FunctionName = { Ref: logicalId };
  expansion.add(`${logicalId}Version`, {
    Type: 'AWS::Lambda::Version',
    Properties: { FunctionName, CodeSha256: getAtt(logicalId, 'CodeSha256') },
    ...shared,
  });
  const id = `${logicalId}Alias${Name.replace(/[^A-Za-z0-9]/g, '')}`;
  const FunctionVersion = getAtt(`${logicalId}Version`, 'Version');
  expansion.add(id, {
    Type: 'AWS::Lambda::Alias',
    Properties: { Name, FunctionName, FunctionVersion },
    ...shared,
  });
  return id;
}

function roleOf(
  { logicalId, properties, shared, path }: SamResource,
  { service, expansion }: { readonly service: string; readonly expansion: Expansion },
): Json {
  const given = member(properties, 'Role');
  if (given !== undefined) return given;
  expansion.add(`${logicalId}Role`, {
    ...roleFor(service, member(properties, 'Policies'), [...path, 'Policies']),
    ...shared,
  });
  return getAtt(`${logicalId}Role`, 'Arn');
}

function addOwnApi({ logicalId, properties, shared, path }: SamResource, expansion: Expansion): void {
  const known = [
    'StageName',
    'Name',
    'Description',
    'Variables',
    'TracingEnabled',
    'MethodSettings',
    'EndpointConfiguration',
  ];
  only(properties, known, path);
  const stageName = required(properties, 'StageName', path);
  if (typeof stageName !== 'string') throw new Fault([...path, 'StageName'], 'wants text');
  const own = chosen(properties, ['Name', 'Description', 'EndpointConfiguration']);
  const stage = chosen(properties, ['Variables', 'TracingEnabled', 'MethodSettings']);
  addApi({ logicalId, stageName, properties: own, stage, shared }, expansion);
}

function chosen(properties: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
}

/** SAM's tags are a map. */
function tagged(properties: JsonObject): JsonObject {
  const tags = member(properties, 'Tags');
  if (!isObject(tags)) return {};
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function located(uri: JsonObject, bucket = 'S3Bucket', key = 'S3Key'): JsonObject {
  return { [bucket]: member(uri, 'Bucket') ?? '', [key]: member(uri, 'Key') ?? '' };
}

import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../../base/json.ts';
import {
  defined,
  deleted,
  flagFrom,
  found,
  madeOrNoted,
  madeOrTaken,
  numberFrom,
  objectOf,
  objectsOf,
  tagMap,
  textFrom,
  textOf,
} from '../answers.ts';
import type { Aws, RestRequest } from '../aws.ts';
import type { Kept, Made, ResourceType, Services, Wanted } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGateway.html */
export const APIGATEWAY_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGateway::RestApi': {
    properties: {
      ...{
        Name: 'update',
        Description: 'update',
        ApiKeySourceType: 'update',
        DisableExecuteApiEndpoint: 'update',
      },
      ...{
        BinaryMediaTypes: 'replace',
        FailOnWarnings: 'noted',
        EndpointConfiguration: 'noted',
        Tags: 'noted',
      },
      MinimumCompressionSize: 'noted',
    },
    attributes: ['RestApiId', 'RootResourceId'],
    create: createApi,
    update: updateApi,
    async remove({ id }, { aws }) {
      if (id !== '') await deleted(call(aws, 'DELETE', `/restapis/${id}`));
    },
    isThere: ({ id }, { aws }) => found(call(aws, 'GET', `/restapis/${id}`)),
  },
  'AWS::ApiGateway::Resource': {
    properties: { RestApiId: 'replace', ParentId: 'replace', PathPart: 'replace' },
    required: ['RestApiId', 'ParentId', 'PathPart'],
    attributes: ['ResourceId'],
    create: ({ properties, mayExist }, { aws }) =>
      madeOrTaken(
        mayExist,
        async () => {
          const body = { pathPart: textOf(properties, 'PathPart') };
          const path = `${apiPath(properties)}/resources/${textOf(properties, 'ParentId')}`;
          return madeResource(await call(aws, 'POST', path, body));
        },
        async () => {
          const all = objectsOf(await call(aws, 'GET', `${apiPath(properties)}/resources?limit=500`), 'item');
          const isIt = (one: JsonObject) =>
            member(one, 'parentId') === textOf(properties, 'ParentId') &&
            member(one, 'pathPart') === textOf(properties, 'PathPart');
          return madeResource(all.find(isIt) ?? {});
        },
      ),
    async remove({ id, properties }, { aws }) {
      if (id !== '') await deleted(call(aws, 'DELETE', `${apiPath(properties)}/resources/${id}`));
    },
    isThere: ({ id, properties }, { aws }) =>
      found(call(aws, 'GET', `${apiPath(properties)}/resources/${id}`)),
  },
  'AWS::ApiGateway::Method': {
    properties: {
      ...{ RestApiId: 'replace', ResourceId: 'replace', HttpMethod: 'replace', Integration: 'update' },
      ...{ AuthorizationType: 'update', ApiKeyRequired: 'update', MethodResponses: 'update' },
      ...{ RequestParameters: 'update', OperationName: 'update', RequestModels: 'noted' },
    },
    required: ['RestApiId', 'ResourceId', 'HttpMethod'],
    create: (wanted, services) => putMethod(wanted, wanted.mayExist, services),
    // Put anew: what the template does not say any more must not stay.
    update: (wanted, _, services) => putMethod(wanted, true, services),
    remove: ({ properties }, { aws }) => deleted(call(aws, 'DELETE', methodPath(properties))),
    isThere: ({ properties }, { aws }) => found(call(aws, 'GET', methodPath(properties))),
  },
  'AWS::ApiGateway::Deployment': {
    properties: {
      ...{ RestApiId: 'replace', StageName: 'replace', Description: 'replace', StageDescription: 'noted' },
    },
    required: ['RestApiId'],
    attributes: ['DeploymentId'],
    async create({ properties }, { aws }) {
      const body = defined({
        stageName: textFrom(member(properties, 'StageName')),
        description: textFrom(member(properties, 'Description')),
      });
      const id = textOf(await call(aws, 'POST', `${apiPath(properties)}/deployments`, body), 'id');
      return { id, attributes: { DeploymentId: id } };
    },
    async remove({ id, properties }, { aws }) {
      // The stage that came with it would hold it.
      const stage = textOf(properties, 'StageName');
      if (stage !== '') await deleted(call(aws, 'DELETE', `${apiPath(properties)}/stages/${stage}`));
      if (id !== '') await deleted(call(aws, 'DELETE', `${apiPath(properties)}/deployments/${id}`));
    },
    isThere: ({ id, properties }, { aws }) =>
      found(call(aws, 'GET', `${apiPath(properties)}/deployments/${id}`)),
  },
  'AWS::ApiGateway::Stage': {
    properties: {
      ...{ RestApiId: 'replace', StageName: 'replace', DeploymentId: 'update', Description: 'update' },
      ...{
        Variables: 'update',
        TracingEnabled: 'update',
        MethodSettings: 'noted',
        AccessLogSetting: 'noted',
      },
      Tags: 'noted',
    },
    required: ['RestApiId', 'StageName', 'DeploymentId'],
    create: (wanted, services) =>
      madeOrTaken(
        wanted.mayExist,
        async () => {
          const { properties } = wanted;
          const body = defined({
            stageName: textOf(properties, 'StageName'),
            deploymentId: textOf(properties, 'DeploymentId'),
            description: textFrom(member(properties, 'Description')),
            variables: texts(objectOf(properties, 'Variables')),
            tracingEnabled: flagFrom(member(properties, 'TracingEnabled')),
          });
          await call(services.aws, 'POST', `${apiPath(properties)}/stages`, body);
          return { id: textOf(properties, 'StageName'), attributes: {} };
        },
        () => updateStage(wanted, undefined, services),
      ),
    update: updateStage,
    remove: ({ properties }, { aws }) => deleted(call(aws, 'DELETE', stagePath(properties))),
    isThere: ({ properties }, { aws }) => found(call(aws, 'GET', stagePath(properties))),
  },
  'AWS::ApiGateway::Account': {
    properties: { CloudWatchRoleArn: 'update' },
    attributes: ['Id'],
    create: putAccount,
    update: (wanted, _, services) => putAccount(wanted, services),
    // AWS, too, leaves the role as it is.
    async remove() {},
  },
};

function call(aws: Aws, method: RestRequest['method'], path: string, body?: Json): Promise<JsonObject> {
  return aws.rest('apigateway', { method, path, ...(body === undefined ? {} : { body }) });
}

function apiPath(properties: JsonObject): string {
  return `/restapis/${textOf(properties, 'RestApiId')}`;
}

function methodPath(properties: JsonObject): string {
  return `${apiPath(properties)}/resources/${textOf(properties, 'ResourceId')}/methods/${textOf(properties, 'HttpMethod')}`;
}

function stagePath(properties: JsonObject): string {
  return `${apiPath(properties)}/stages/${textOf(properties, 'StageName')}`;
}

/** AWS gives every API an id of its own; tags say whose it is, should the answer be lost. */
function ownTags({ stack, logicalId }: Wanted): JsonObject {
  return { 'stepwell:stack': stack, 'stepwell:logical-id': logicalId };
}

async function createApi(wanted: Wanted, { aws }: Services): Promise<Made> {
  const { name, properties, mayExist } = wanted;
  const earlier = mayExist ? await ownApi(wanted, aws) : undefined;
  if (earlier !== undefined) return madeApi(earlier);
  const body = defined({
    name: textFrom(member(properties, 'Name')) ?? name,
    description: textFrom(member(properties, 'Description')),
    apiKeySource: textFrom(member(properties, 'ApiKeySourceType')),
    disableExecuteApiEndpoint: flagFrom(member(properties, 'DisableExecuteApiEndpoint')),
    binaryMediaTypes: member(properties, 'BinaryMediaTypes'),
    tags: { ...tagMap(member(properties, 'Tags')), ...ownTags(wanted) },
  });
  return madeApi(await call(aws, 'POST', '/restapis', body));
}

async function ownApi(wanted: Wanted, aws: Aws): Promise<JsonObject | undefined> {
  const own = Object.entries(ownTags(wanted));
  let position: string | undefined;
  do {
    const page = await call(
      aws,
      'GET',
      `/restapis?limit=500${position === undefined ? '' : `&position=${encodeURIComponent(position)}`}`,
    );
    const mine = objectsOf(page, 'item').find((one) =>
      own.every(([key, value]) => member(objectOf(one, 'tags'), key) === value),
    );
    if (mine !== undefined) return mine;
    position = textFrom(member(page, 'position'));
  } while (position !== undefined);
  return undefined;
}

function madeApi(answer: JsonObject): Made {
  const id = textOf(answer, 'id');
  return { id, attributes: { RestApiId: id, RootResourceId: textOf(answer, 'rootResourceId') } };
}

async function updateApi(
  { name, properties }: Wanted,
  { id, attributes }: Kept,
  { aws }: Services,
): Promise<Made> {
  const patchOperations = replacements({
    '/name': textFrom(member(properties, 'Name')) ?? name,
    '/description': textFrom(member(properties, 'Description')) ?? '',
    '/apiKeySource': textFrom(member(properties, 'ApiKeySourceType')) ?? 'HEADER',
    '/disableExecuteApiEndpoint': textFrom(member(properties, 'DisableExecuteApiEndpoint')) ?? 'false',
  });
  await call(aws, 'PATCH', `/restapis/${id}`, { patchOperations });
  return { id, attributes };
}

function replacements(values: Readonly<Record<string, string>>): JsonObject[] {
  return Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));
}

function madeResource(answer: JsonObject): Made {
  const id = textOf(answer, 'id');
  return { id, attributes: { ResourceId: id } };
}

async function putMethod({ properties }: Wanted, mayExist: boolean, { aws }: Services): Promise<Made> {
  const path = methodPath(properties);
  if (mayExist) await deleted(call(aws, 'DELETE', path));
  await call(
    aws,
    'PUT',
    path,
    defined({
      authorizationType: textFrom(member(properties, 'AuthorizationType')) ?? 'NONE',
      apiKeyRequired: flagFrom(member(properties, 'ApiKeyRequired')) ?? false,
      operationName: textFrom(member(properties, 'OperationName')),
      requestParameters: flags(objectOf(properties, 'RequestParameters')),
    }),
  );
  for (const response of objectsOf(properties, 'MethodResponses')) {
    const body = {
      responseParameters: flags(objectOf(response, 'ResponseParameters')),
      responseModels: objectOf(response, 'ResponseModels'),
    };
    await call(aws, 'PUT', `${path}/responses/${textOf(response, 'StatusCode')}`, body);
  }
  const integration = member(properties, 'Integration');
  if (isObject(integration)) await putIntegration(path, integration, aws);
  return {
    id: `${textOf(properties, 'RestApiId')}/${textOf(properties, 'ResourceId')}/${textOf(properties, 'HttpMethod')}`,
    attributes: {},
  };
}

async function putIntegration(path: string, integration: JsonObject, aws: Aws): Promise<void> {
  const { IntegrationResponses: _, ...settings } = integration;
  await call(
    aws,
    'PUT',
    `${path}/integration`,
    defined({
      ...lowered(settings),
      httpMethod: textFrom(member(settings, 'IntegrationHttpMethod')),
      integrationHttpMethod: undefined,
      timeoutInMillis: numberFrom(member(settings, 'TimeoutInMillis')),
    }),
  );
  for (const response of objectsOf(integration, 'IntegrationResponses')) {
    const { StatusCode, ...rest } = response;
    await call(aws, 'PUT', `${path}/integration/responses/${textFrom(StatusCode) ?? ''}`, lowered(rest));
  }
}

/** The first letters of the keys at the top only: what stands below has keys of the author's. */
function lowered(object: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(object)) {
    setOwn(result, key.charAt(0).toLowerCase() + key.slice(1), isObject(value) ? texts(value) : value);
  }
  return result;
}

function texts(object: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(object)) {
    setOwn(result, key, isObject(value) || isArray(value) ? JSON.stringify(value) : (textFrom(value) ?? ''));
  }
  return result;
}

function flags(object: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(object)) setOwn(result, key, flagFrom(value) ?? false);
  return result;
}

async function updateStage(
  { properties }: Wanted,
  before: Kept | undefined,
  { aws }: Services,
): Promise<Made> {
  const variables = texts(objectOf(properties, 'Variables'));
  const old = Object.keys(before === undefined ? {} : objectOf(before.properties, 'Variables'));
  const patchOperations: JsonObject[] = [
    ...replacements({
      '/deploymentId': textOf(properties, 'DeploymentId'),
      '/description': textOf(properties, 'Description'),
      '/tracingEnabled': textFrom(member(properties, 'TracingEnabled')) ?? 'false',
    }),
    ...Object.entries(variables).map(([key, value]) => ({ op: 'replace', path: `/variables/${key}`, value })),
    ...old
      .filter((key) => member(variables, key) === undefined)
      .map((key) => ({ op: 'remove', path: `/variables/${key}` })),
  ];
  await call(aws, 'PATCH', stagePath(properties), { patchOperations });
  return { id: textOf(properties, 'StageName'), attributes: {} };
}

function putAccount({ logicalId, properties }: Wanted, { aws }: Services): Promise<Made> {
  const patchOperations = replacements({ '/cloudwatchRoleArn': textOf(properties, 'CloudWatchRoleArn') });
  return madeOrNoted({ id: logicalId, attributes: { Id: logicalId } }, async () => {
    await call(aws, 'PATCH', '/account', { patchOperations });
    return {};
  });
}

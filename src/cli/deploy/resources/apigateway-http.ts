import { isObject, type Json, type JsonObject, member } from '../../../base/json.ts';
import {
  camelKeys,
  defined,
  deleted,
  flagFrom,
  found,
  madeOrTaken,
  numberFrom,
  objectOf,
  objectsOf,
  textFrom,
  textOf,
} from '../answers.ts';
import type { Aws, RestRequest } from '../aws.ts';
import type { Kept, Made, ResourceType, Services, Wanted } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGatewayV2.html */
export const HTTP_API_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    properties: {
      ...{ Name: 'update', Description: 'update', Version: 'update', CorsConfiguration: 'update' },
      ...{ DisableExecuteApiEndpoint: 'update', ProtocolType: 'replace', Tags: 'replace' },
      ...{ RouteSelectionExpression: 'noted', FailOnWarnings: 'noted' },
      ...{ Target: 'replace', RouteKey: 'replace', CredentialsArn: 'replace' },
    },
    required: ['ProtocolType'],
    attributes: ['ApiId', 'ApiEndpoint'],
    create: createApi,
    async update(wanted, { id, attributes }, { aws }) {
      const cors = corsOf(wanted.properties);
      if (cors === undefined) await deleted(call(aws, 'DELETE', `/v2/apis/${id}/cors`));
      await call(aws, 'PATCH', `/v2/apis/${id}`, apiBody(wanted));
      return { id, attributes };
    },
    async remove({ id }, { aws }) {
      if (id !== '') await deleted(call(aws, 'DELETE', `/v2/apis/${id}`));
    },
    isThere: ({ id }, { aws }) => found(call(aws, 'GET', `/v2/apis/${id}`)),
  },
  'AWS::ApiGatewayV2::Integration': {
    properties: {
      ...{ ApiId: 'replace', IntegrationType: 'replace', IntegrationSubtype: 'replace' },
      ...{ IntegrationUri: 'update', IntegrationMethod: 'update', PayloadFormatVersion: 'update' },
      ...{ CredentialsArn: 'update', Description: 'update', RequestParameters: 'replace' },
      ...{ TimeoutInMillis: 'update', ConnectionType: 'update' },
    },
    required: ['ApiId', 'IntegrationType'],
    attributes: ['IntegrationId'],
    ...partOf('integrations', 'integrationId', integrationBody),
  },
  'AWS::ApiGatewayV2::Route': {
    properties: {
      ...{ ApiId: 'replace', RouteKey: 'update', Target: 'update', OperationName: 'update' },
      ...{ AuthorizationType: 'update', ApiKeyRequired: 'update' },
    },
    required: ['ApiId', 'RouteKey'],
    attributes: ['RouteId'],
    ...partOf('routes', 'routeId', routeBody),
  },
  'AWS::ApiGatewayV2::Stage': {
    properties: {
      ...{ ApiId: 'replace', StageName: 'replace', AutoDeploy: 'update', DeploymentId: 'update' },
      ...{ Description: 'update', StageVariables: 'update', Tags: 'noted', AccessLogSettings: 'noted' },
      ...{ DefaultRouteSettings: 'noted', RouteSettings: 'noted' },
    },
    required: ['ApiId', 'StageName'],
    create: (wanted, services) =>
      madeOrTaken(
        wanted.mayExist,
        async () => {
          const { properties } = wanted;
          const body = { ...stageBody(properties), stageName: textOf(properties, 'StageName') };
          await call(services.aws, 'POST', `${apiPath(properties)}/stages`, body);
          return { id: textOf(properties, 'StageName'), attributes: {} };
        },
        () => updateStage(wanted, services),
      ),
    update: (wanted, _, services) => updateStage(wanted, services),
    remove: ({ properties }, { aws }) => deleted(call(aws, 'DELETE', stagePath(properties))),
    isThere: ({ properties }, { aws }) => found(call(aws, 'GET', stagePath(properties))),
  },
  'AWS::ApiGatewayV2::Deployment': {
    properties: { ApiId: 'replace', StageName: 'replace', Description: 'replace' },
    required: ['ApiId'],
    attributes: ['DeploymentId'],
    async create({ properties }, { aws }) {
      const body = defined({
        stageName: textFrom(member(properties, 'StageName')),
        description: textFrom(member(properties, 'Description')),
      });
      const answer = await call(aws, 'POST', `${apiPath(properties)}/deployments`, body);
      const id = textOf(answer, 'deploymentId');
      return { id, attributes: { DeploymentId: id } };
    },
    async remove({ id, properties }, { aws }) {
      if (id !== '') await deleted(call(aws, 'DELETE', `${apiPath(properties)}/deployments/${id}`));
    },
    isThere: ({ id, properties }, { aws }) =>
      found(call(aws, 'GET', `${apiPath(properties)}/deployments/${id}`)),
  },
};

function call(aws: Aws, method: RestRequest['method'], path: string, body?: Json): Promise<JsonObject> {
  return aws.rest('apigateway', { method, path, ...(body === undefined ? {} : { body }) });
}

function apiPath(properties: JsonObject): string {
  return `/v2/apis/${textOf(properties, 'ApiId')}`;
}

function stagePath(properties: JsonObject): string {
  return `${apiPath(properties)}/stages/${textOf(properties, 'StageName')}`;
}

async function createApi(wanted: Wanted, { aws }: Services): Promise<Made> {
  const { stack, logicalId, properties, mayExist } = wanted;
  // AWS gives every API an id of its own; tags say whose it is, should the answer be lost.
  const own = { 'stepwell:stack': stack, 'stepwell:logical-id': logicalId };
  const earlier = mayExist ? await ownApi(own, aws) : undefined;
  if (earlier !== undefined) return madeApi(earlier);
  const body = defined({
    ...apiBody(wanted),
    protocolType: textOf(properties, 'ProtocolType'),
    target: textFrom(member(properties, 'Target')),
    routeKey: textFrom(member(properties, 'RouteKey')),
    credentialsArn: textFrom(member(properties, 'CredentialsArn')),
    tags: { ...objectOf(properties, 'Tags'), ...own },
  });
  return madeApi(await call(aws, 'POST', '/v2/apis', body));
}

async function ownApi(own: Readonly<Record<string, string>>, aws: Aws): Promise<JsonObject | undefined> {
  let token: string | undefined;
  do {
    const more = token === undefined ? '' : `?nextToken=${encodeURIComponent(token)}`;
    const page = await call(aws, 'GET', `/v2/apis${more}`);
    const mine = objectsOf(page, 'items').find((one) =>
      Object.entries(own).every(([key, value]) => member(objectOf(one, 'tags'), key) === value),
    );
    if (mine !== undefined) return mine;
    token = textFrom(member(page, 'nextToken'));
  } while (token !== undefined);
  return undefined;
}

function madeApi(answer: JsonObject): Made {
  const id = textOf(answer, 'apiId');
  return { id, attributes: { ApiId: id, ApiEndpoint: textOf(answer, 'apiEndpoint') } };
}

function apiBody({ name, properties }: Wanted): JsonObject {
  return defined({
    name: textFrom(member(properties, 'Name')) ?? name,
    description: textFrom(member(properties, 'Description')),
    version: textFrom(member(properties, 'Version')),
    corsConfiguration: corsOf(properties),
    disableExecuteApiEndpoint: flagFrom(member(properties, 'DisableExecuteApiEndpoint')),
  });
}

function corsOf(properties: JsonObject): Json | undefined {
  const cors = member(properties, 'CorsConfiguration');
  if (!isObject(cors)) return undefined;
  const { maxAge, allowCredentials, ...lists } = Object(camelKeys(cors));
  return defined({
    ...lists,
    maxAge: numberFrom(maxAge),
    allowCredentials: flagFrom(allowCredentials),
  });
}

type Part = Pick<ResourceType, 'create' | 'update' | 'remove' | 'isThere'>;

/** What is made in an API and gets an id there. An earlier attempt's is found by all that it was made of. */
function partOf(collection: string, idName: string, bodyOf: (properties: JsonObject) => JsonObject): Part {
  const made = (answer: JsonObject): Made => {
    const id = textOf(answer, idName);
    return { id, attributes: { [idName.charAt(0).toUpperCase() + idName.slice(1)]: id } };
  };
  const path = ({ properties, id }: Kept) => `${apiPath(properties)}/${collection}/${id}`;
  return {
    async create({ properties, mayExist }, { aws }) {
      const body = bodyOf(properties);
      const at = `${apiPath(properties)}/${collection}`;
      const all = mayExist ? objectsOf(await call(aws, 'GET', at), 'items') : [];
      const earlier = all.find((one) =>
        Object.entries(body).every(([key, value]) => isSame(one, key, value)),
      );
      return made(earlier ?? (await call(aws, 'POST', at, body)));
    },
    async update({ properties }, kept, { aws }) {
      return made(await call(aws, 'PATCH', path(kept), bodyOf(properties)));
    },
    async remove(kept, { aws }) {
      if (kept.id !== '') await deleted(call(aws, 'DELETE', path(kept)));
    },
    isThere: (kept, { aws }) => found(call(aws, 'GET', path(kept))),
  };
}

function isSame(one: JsonObject, key: string, value: Json): boolean {
  return JSON.stringify(member(one, key)) === JSON.stringify(value);
}

function integrationBody(properties: JsonObject): JsonObject {
  const parameters = Object.entries(objectOf(properties, 'RequestParameters'));
  return defined({
    ...texts(properties, [
      ...['IntegrationType', 'IntegrationSubtype', 'IntegrationUri', 'IntegrationMethod'],
      ...['PayloadFormatVersion', 'CredentialsArn', 'Description', 'ConnectionType'],
    ]),
    timeoutInMillis: numberFrom(member(properties, 'TimeoutInMillis')),
    requestParameters:
      parameters.length === 0
        ? undefined
        : Object.fromEntries(parameters.map(([key, value]) => [key, textFrom(value) ?? ''])),
  });
}

function routeBody(properties: JsonObject): JsonObject {
  return defined({
    ...texts(properties, ['RouteKey', 'Target', 'OperationName', 'AuthorizationType']),
    apiKeyRequired: flagFrom(member(properties, 'ApiKeyRequired')),
  });
}

function stageBody(properties: JsonObject): JsonObject {
  const variables = Object.entries(objectOf(properties, 'StageVariables'));
  return defined({
    ...texts(properties, ['DeploymentId', 'Description']),
    autoDeploy: flagFrom(member(properties, 'AutoDeploy')) ?? false,
    stageVariables: Object.fromEntries(variables.map(([key, value]) => [key, textFrom(value) ?? ''])),
  });
}

async function updateStage({ properties }: Wanted, { aws }: Services): Promise<Made> {
  await call(aws, 'PATCH', stagePath(properties), stageBody(properties));
  return { id: textOf(properties, 'StageName'), attributes: {} };
}

function texts(properties: JsonObject, names: readonly string[]): Readonly<Record<string, Json | undefined>> {
  return Object.fromEntries(
    names.map((name) => [name.charAt(0).toLowerCase() + name.slice(1), textFrom(member(properties, name))]),
  );
}

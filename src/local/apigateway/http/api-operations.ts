import { isObject, type JsonObject, member } from '../../../base/json.ts';
import { notImplemented } from '../../service/refusal.ts';
import type { ControlOperation } from '../control-operation.ts';
import { flagOf, listOf, numberOf, present, requiredText, textOf, textsOf } from '../input.ts';
import { badRequest } from '../refusals.ts';
import type { Cors, HttpApi } from './http-api.ts';
import { isFunctionUri, newIntegration } from './integration-operations.ts';
import { listPage } from './list-page.ts';
import { newRoute } from './route-operations.ts';
import { newStage } from './stage-operations.ts';

/** With `target` it is a quick create: one route, everything of it sent there, deployed at once. */
export const createApi: ControlOperation = async ({ scope, input }, { apis, httpApis, now }) => {
  const protocol = requiredText(input, 'protocolType');
  if (protocol === 'WEBSOCKET') throw notImplemented('API Gateway', 'WebSocket APIs');
  if (protocol !== 'HTTP') throw badRequest('Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]');
  const createdDate = new Date(now()).toISOString();
  const api: HttpApi = {
    ...{ apiId: apis.newId(10), name: requiredText(input, 'name'), createdDate },
    routeSelectionExpression: '$request.method $request.path',
    disableExecuteApiEndpoint: false,
    tags: textsOf(input, 'tags') ?? {},
    ...{ integrations: {}, routes: {}, stages: {}, deployments: {} },
  };
  Object.assign(api, settingsOf(input));
  quickCreate(api, input, { newId: () => apis.newId(7), createdDate });
  await httpApis.create(scope, api);
  return { status: 201, body: shown(api, scope.region) };
};

export const getApis: ControlOperation = async ({ scope, query }, { httpApis }) => {
  const all = (await httpApis.list(scope)).map((one) => shown(one, scope.region));
  return { status: 200, body: listPage(all, query) };
};

export const getApi: ControlOperation = async ({ scope, path: [id = ''] }, { httpApis }) => {
  return { status: 200, body: shown(await httpApis.get(scope, id), scope.region) };
};

export const updateApi: ControlOperation = async ({ scope, path: [id = ''], input }, { httpApis }) => {
  if (textOf(input, 'target') !== undefined) throw notImplemented('API Gateway', 'target of UpdateApi');
  const settings = settingsOf(input);
  const name = textOf(input, 'name');
  const api = await httpApis.change(scope, id, (one) =>
    Object.assign(one, settings, present({ name: name === '' ? undefined : name })),
  );
  return { status: 200, body: shown(api, scope.region) };
};

export const deleteApi: ControlOperation = async ({ scope, path: [id = ''] }, { httpApis }) => {
  await httpApis.remove(scope, id);
  return { status: 204 };
};

export const deleteCorsConfiguration: ControlOperation = async ({ scope, path: [id = ''] }, { httpApis }) => {
  await httpApis.change(scope, id, (api) => {
    delete api.corsConfiguration;
  });
  return { status: 204 };
};

function settingsOf(input: JsonObject): Partial<HttpApi> {
  for (const name of ['apiKeySelectionExpression', 'disableSchemaValidation', 'ipAddressType'])
    if (member(input, name) !== undefined) throw notImplemented('API Gateway', `${name} of HTTP APIs`);
  const cors = member(input, 'corsConfiguration');
  return present({
    description: textOf(input, 'description'),
    version: textOf(input, 'version'),
    corsConfiguration: isObject(cors) ? corsOf(cors) : undefined,
    disableExecuteApiEndpoint:
      member(input, 'disableExecuteApiEndpoint') === undefined
        ? undefined
        : flagOf(input, 'disableExecuteApiEndpoint'),
  });
}

function corsOf(input: JsonObject): Cors {
  const cors: Cors = present({
    allowCredentials:
      member(input, 'allowCredentials') === undefined ? undefined : flagOf(input, 'allowCredentials'),
    allowHeaders: listOf(input, 'allowHeaders'),
    allowMethods: listOf(input, 'allowMethods'),
    allowOrigins: listOf(input, 'allowOrigins'),
    exposeHeaders: listOf(input, 'exposeHeaders'),
    maxAge: numberOf(input, 'maxAge'),
  });
  if (cors.allowCredentials === true && cors.allowOrigins?.includes('*'))
    throw badRequest('allowCredentials cannot be true when allowOrigins is *');
  return cors;
}

function quickCreate(
  api: HttpApi,
  input: JsonObject,
  { newId, createdDate }: { readonly newId: () => string; readonly createdDate: string },
): void {
  const target = textOf(input, 'target');
  if (target === undefined) {
    if (textOf(input, 'routeKey') !== undefined) throw badRequest('routeKey wants a target');
    return;
  }
  const integration = newIntegration(newId(), {
    ...(isFunctionUri(target)
      ? { integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0' }
      : { integrationType: 'HTTP_PROXY', integrationMethod: 'ANY' }),
    ...{ integrationUri: target, ...present({ credentialsArn: textOf(input, 'credentialsArn') }) },
  });
  const route = newRoute(newId(), {
    routeKey: textOf(input, 'routeKey') ?? '$default',
    target: `integrations/${integration.integrationId}`,
  });
  api.integrations[integration.integrationId] = integration;
  api.routes[route.routeId] = route;
  api.stages.$default = newStage({ stageName: '$default', autoDeploy: true }, createdDate);
}

function shown({ integrations, routes, stages, deployments, ...api }: HttpApi, region: string): object {
  return {
    ...api,
    apiEndpoint: `https://${api.apiId}.execute-api.${region}.amazonaws.com`,
    protocolType: 'HTTP',
    apiKeySelectionExpression: '$request.header.x-api-key',
    ipAddressType: 'ipv4',
  };
}

import { type JsonObject, member } from '../../../base/json.ts';
import { notImplemented } from '../../service/refusal.ts';
import type { ControlOperation } from '../control-operation.ts';
import { flagOf, present, requiredText, textOf } from '../input.ts';
import { badRequest, conflict, notFound } from '../refusals.ts';
import { ownOf } from '../stored-apis.ts';
import type { HttpApi, HttpRoute } from './http-api.ts';
import { listPage } from './list-page.ts';
import { routeKeyProblem } from './route-match.ts';

export const createRoute: ControlOperation = async (
  { scope, path: [id = ''], input },
  { apis, httpApis },
) => {
  const route = newRoute(apis.newId(7), input);
  await httpApis.change(scope, id, (api) => put(api, route));
  return { status: 201, body: route };
};

export const getRoutes: ControlOperation = async ({ scope, path: [id = ''], query }, { httpApis }) => {
  return { status: 200, body: listPage(Object.values((await httpApis.get(scope, id)).routes), query) };
};

export const getRoute: ControlOperation = async ({ scope, path: [id = '', one = ''] }, { httpApis }) => {
  return { status: 200, body: routeOf(await httpApis.get(scope, id), one) };
};

export const updateRoute: ControlOperation = async (
  { scope, path: [id = '', one = ''], input },
  { httpApis },
) => {
  const body = await httpApis.change(scope, id, (api) => {
    // What is kept is JSON, in the words of the input.
    const before = routeOf(api, one) as unknown as JsonObject;
    const route = newRoute(one, { ...before, ...input });
    put(api, route);
    return route;
  });
  return { status: 200, body };
};

export const deleteRoute: ControlOperation = async ({ scope, path: [id = '', one = ''] }, { httpApis }) => {
  await httpApis.change(scope, id, (api) => {
    routeOf(api, one);
    delete api.routes[one];
  });
  return { status: 204 };
};

function routeOf({ routes }: HttpApi, id: string): HttpRoute {
  const found = ownOf(routes, id);
  if (found !== undefined) return found;
  throw notFound(`Invalid Route identifier specified`);
}

function put(api: HttpApi, route: HttpRoute): void {
  const { routeKey, routeId, target } = route;
  const other = Object.values(api.routes).find((one) => one.routeKey === routeKey);
  if (other !== undefined && other.routeId !== routeId)
    throw conflict(`Route with key ${routeKey} already exists for this API`);
  const integration = target?.slice('integrations/'.length);
  if (integration !== undefined && ownOf(api.integrations, integration) === undefined)
    throw notFound(`Unable to find Integration by ID ${integration} within the Api`);
  api.routes[routeId] = route;
}

const MISSING = [
  ...['authorizationScopes', 'authorizerId', 'modelSelectionExpression', 'requestModels'],
  ...['requestParameters', 'routeResponseSelectionExpression'],
];

/** @throws ServiceRefusal for what HTTP APIs do not have, or this one does not. */
export function newRoute(routeId: string, input: JsonObject): HttpRoute {
  const missing = MISSING.find((name) => member(input, name) !== undefined);
  if (missing !== undefined) throw notImplemented('API Gateway', `${missing} of HTTP APIs`);
  const routeKey = requiredText(input, 'routeKey');
  const problem = routeKeyProblem(routeKey);
  if (problem !== undefined) throw badRequest(problem);
  const authorizationType = textOf(input, 'authorizationType') ?? 'NONE';
  if (authorizationType !== 'NONE')
    throw notImplemented('API Gateway', `authorization of type ${authorizationType}`);
  if (flagOf(input, 'apiKeyRequired')) throw badRequest('API keys are not supported for HTTP APIs');
  const target = textOf(input, 'target');
  if (target !== undefined && !/^integrations\/[a-z0-9]+$/.test(target))
    throw badRequest('Invalid target specified. It must be integrations/{integrationId}');
  return {
    ...{ routeId, routeKey, authorizationType, apiKeyRequired: false },
    ...present({ target, operationName: textOf(input, 'operationName') }),
  };
}

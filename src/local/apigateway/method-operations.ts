import { notImplemented } from '../service/refusal.ts';
import type { ControlOperation } from './control-operation.ts';
import { flagOf, flagsOf, present, requiredText, textOf, textsOf } from './input.ts';
import { applyChanges, changesOf } from './patch.ts';
import { badRequest, conflict, notFound } from './refusals.ts';
import { resourceOf } from './resource-operations.ts';
import type { Method, MethodResponse, RestApi } from './rest-api.ts';
import { ownOf } from './stored-apis.ts';

const METHODS = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

export const putMethod: ControlOperation = async (
  { scope, path: [apiId = '', id = '', name = ''], input },
  { apis },
) => {
  if (!METHODS.has(name))
    throw badRequest(
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    );
  const authorizationType = requiredText(input, 'authorizationType');
  checkAccess(authorizationType, flagOf(input, 'apiKeyRequired'));
  const method: Method = {
    httpMethod: name,
    authorizationType,
    apiKeyRequired: false,
    ...present({
      operationName: textOf(input, 'operationName'),
      requestParameters: flagsOf(input, 'requestParameters'),
      requestModels: textsOf(input, 'requestModels'),
    }),
    methodResponses: {},
  };
  if (textOf(input, 'requestValidatorId') !== undefined)
    throw notImplemented('API Gateway', 'request validators');
  await apis.change(scope, apiId, (api) => {
    const { methods } = resourceOf(api, id);
    if (Object.hasOwn(methods, name)) throw conflict('Method already exists for this resource');
    methods[name] = method;
  });
  return { status: 201, body: method };
};

export const getMethod: ControlOperation = async ({ scope, path }, { apis }) => {
  return { status: 200, body: methodOf(await apis.get(scope, path[0] ?? ''), path) };
};

export const updateMethod: ControlOperation = async ({ scope, path, input }, { apis }) => {
  const changes = changesOf(input);
  const method = await apis.change(scope, path[0] ?? '', (api) => {
    const one = methodOf(api, path);
    applyChanges(one, changes, {
      ...{ authorizationType: 'text', apiKeyRequired: 'flag', operationName: 'text' },
      ...{ requestParameters: 'flags', requestModels: 'map' },
    });
    checkAccess(one.authorizationType, one.apiKeyRequired);
    return one;
  });
  return { status: 200, body: method };
};

export const deleteMethod: ControlOperation = async ({ scope, path }, { apis }) => {
  await apis.change(scope, path[0] ?? '', (api) => {
    const { httpMethod } = methodOf(api, path);
    delete resourceOf(api, path[1] ?? '').methods[httpMethod];
  });
  return { status: 204 };
};

export const putMethodResponse: ControlOperation = async ({ scope, path, input }, { apis }) => {
  const statusCode = statusOf(path[3]);
  const response: MethodResponse = {
    statusCode,
    ...present({
      responseParameters: flagsOf(input, 'responseParameters'),
      responseModels: textsOf(input, 'responseModels'),
    }),
  };
  await apis.change(scope, path[0] ?? '', (api) => {
    const { methodResponses } = methodOf(api, path);
    if (Object.hasOwn(methodResponses, statusCode))
      throw conflict('Response already exists for this resource');
    methodResponses[statusCode] = response;
  });
  return { status: 201, body: response };
};

export const getMethodResponse: ControlOperation = async ({ scope, path }, { apis }) => {
  return { status: 200, body: methodResponseOf(await apis.get(scope, path[0] ?? ''), path) };
};

export const updateMethodResponse: ControlOperation = async ({ scope, path, input }, { apis }) => {
  const changes = changesOf(input);
  const response = await apis.change(scope, path[0] ?? '', (api) => {
    const one = methodResponseOf(api, path);
    applyChanges(one, changes, { responseParameters: 'flags', responseModels: 'map' });
    return one;
  });
  return { status: 201, body: response };
};

export const deleteMethodResponse: ControlOperation = async ({ scope, path }, { apis }) => {
  await apis.change(scope, path[0] ?? '', (api) => {
    const { statusCode } = methodResponseOf(api, path);
    delete methodOf(api, path).methodResponses[statusCode];
  });
  return { status: 204 };
};

/** The method of a path `[api, resource, method, …]`. @throws ServiceRefusal */
export function methodOf(api: RestApi, [, id = '', name = '']: readonly string[]): Method {
  const method = ownOf(resourceOf(api, id).methods, name);
  if (method !== undefined) return method;
  throw notFound('Invalid Method identifier specified');
}

/** @throws ServiceRefusal when it is no status. */
export function statusOf(text: string | undefined): string {
  if (text !== undefined && /^[1-5]\d\d$/.test(text)) return text;
  throw badRequest('Invalid status code specified');
}

function methodResponseOf(api: RestApi, path: readonly string[]): MethodResponse {
  const response = ownOf(methodOf(api, path).methodResponses, path[3] ?? '');
  if (response !== undefined) return response;
  throw notFound('Invalid Response status code specified');
}

/** What would be let in unchecked is refused by name. */
function checkAccess(authorizationType: string, needsKey: boolean): void {
  if (needsKey) throw notImplemented('API Gateway', 'API keys (apiKeyRequired)');
  if (authorizationType === 'NONE' || authorizationType === 'AWS_IAM') return;
  if (authorizationType === 'CUSTOM' || authorizationType === 'COGNITO_USER_POOLS')
    throw notImplemented('API Gateway', `authorizers (authorizationType ${authorizationType})`);
  throw badRequest(
    'Invalid Authorization Type specified. Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS',
  );
}

import { type JsonObject, member } from '../../../base/json.ts';
import { notImplemented } from '../../service/refusal.ts';
import type { ControlOperation } from '../control-operation.ts';
import { numberOf, present, requiredText, textOf, textsOf } from '../input.ts';
import { targetOf } from '../integration-target.ts';
import { badRequest, conflict, notFound } from '../refusals.ts';
import { ownOf } from '../stored-apis.ts';
import type { HttpApi, HttpIntegration } from './http-api.ts';
import { listPage } from './list-page.ts';
import { checkSubtype } from './service-call.ts';

export const createIntegration: ControlOperation = async (
  { scope, path: [id = ''], input },
  { apis, httpApis },
) => {
  const integration = newIntegration(apis.newId(7), input);
  await httpApis.change(scope, id, (api) => {
    api.integrations[integration.integrationId] = integration;
  });
  return { status: 201, body: integration };
};

export const getIntegrations: ControlOperation = async ({ scope, path: [id = ''], query }, { httpApis }) => {
  return { status: 200, body: listPage(Object.values((await httpApis.get(scope, id)).integrations), query) };
};

export const getIntegration: ControlOperation = async ({ scope, path: [id = '', one = ''] }, services) => {
  return { status: 200, body: integrationOf(await services.httpApis.get(scope, id), one) };
};

export const updateIntegration: ControlOperation = async (
  { scope, path: [id = '', one = ''], input },
  { httpApis },
) => {
  const body = await httpApis.change(scope, id, (api) => {
    // What is kept is JSON, in the words of the input.
    const before = integrationOf(api, one) as unknown as JsonObject;
    const integration = newIntegration(one, { ...before, ...input });
    api.integrations[one] = integration;
    return integration;
  });
  return { status: 200, body };
};

export const deleteIntegration: ControlOperation = async (
  { scope, path: [id = '', one = ''] },
  { httpApis },
) => {
  await httpApis.change(scope, id, (api) => {
    integrationOf(api, one);
    const route = Object.values(api.routes).find(({ target }) => target === `integrations/${one}`);
    if (route !== undefined)
      throw conflict(`Cannot delete Integration '${one}' while it is attached to Route '${route.routeId}'`);
    delete api.integrations[one];
  });
  return { status: 204 };
};

function integrationOf({ integrations }: HttpApi, id: string): HttpIntegration {
  const found = ownOf(integrations, id);
  if (found !== undefined) return found;
  throw notFound(`Unable to find Integration by ID ${id} within the Api`);
}

const MISSING = [
  ...['connectionId', 'contentHandlingStrategy', 'passthroughBehavior', 'requestTemplates'],
  ...['responseParameters', 'templateSelectionExpression', 'tlsConfig'],
];

/** @throws ServiceRefusal for what HTTP APIs do not have, or this one does not. */
export function newIntegration(integrationId: string, input: JsonObject): HttpIntegration {
  const missing = MISSING.find((name) => member(input, name) !== undefined);
  if (missing !== undefined) throw notImplemented('API Gateway', `${missing} of HTTP APIs`);
  const integrationType = typeOf(requiredText(input, 'integrationType'));
  const connectionType = textOf(input, 'connectionType') ?? 'INTERNET';
  if (connectionType !== 'INTERNET') throw notImplemented('API Gateway', `connections of ${connectionType}`);
  const integrationSubtype = textOf(input, 'integrationSubtype');
  const requestParameters = textsOf(input, 'requestParameters');
  const integration: HttpIntegration = {
    ...{ integrationId, integrationType, connectionType },
    ...present({
      ...{ integrationSubtype, requestParameters },
      integrationUri: textOf(input, 'integrationUri'),
      integrationMethod: textOf(input, 'integrationMethod'),
      credentialsArn: textOf(input, 'credentialsArn'),
      description: textOf(input, 'description'),
    }),
    payloadFormatVersion: textOf(input, 'payloadFormatVersion') ?? '1.0',
    timeoutInMillis: timeoutOf(input),
  };
  check(integration);
  if (integrationSubtype !== undefined) checkSubtype(integrationSubtype, requestParameters ?? {});
  else if (requestParameters !== undefined)
    throw notImplemented('API Gateway', 'requestParameters without integrationSubtype');
  return integration;
}

function typeOf(type: string): HttpIntegration['integrationType'] {
  if (type === 'AWS_PROXY' || type === 'HTTP_PROXY') return type;
  throw badRequest('HTTP APIs only support AWS_PROXY and HTTP_PROXY integrations');
}

const TIMEOUT_MS_MAX = 30_000;

function timeoutOf(input: JsonObject): number {
  const timeout = numberOf(input, 'timeoutInMillis') ?? TIMEOUT_MS_MAX;
  if (Number.isInteger(timeout) && timeout >= 50 && timeout <= TIMEOUT_MS_MAX) return timeout;
  throw badRequest('Timeout should be between 50 ms and 30000 ms');
}

function check({ integrationType, payloadFormatVersion, ...integration }: HttpIntegration): void {
  const { integrationSubtype: subtype, integrationUri: uri, integrationMethod, credentialsArn } = integration;
  const isFunction = integrationType === 'AWS_PROXY' && subtype === undefined;
  const versions = isFunction ? ['1.0', '2.0'] : ['1.0'];
  if (!versions.includes(payloadFormatVersion))
    throw badRequest(`Invalid PayloadFormatVersion for this integration. Must be one of [${versions}]`);
  if (isFunction && (uri === undefined || !isFunctionUri(uri)))
    throw badRequest('IntegrationUri of an AWS_PROXY integration must be the ARN of a Lambda function');
  if (integrationType === 'HTTP_PROXY') {
    if (subtype !== undefined) throw badRequest('IntegrationSubtype is for AWS_PROXY integrations');
    if (!/^https?:\/\/[^/]/.test(uri ?? '')) throw badRequest('Invalid HTTP endpoint specified for URI');
    if (integrationMethod === undefined) throw badRequest('HttpMethod must be specified for HTTP_PROXY');
  }
  if (subtype !== undefined && credentialsArn === undefined)
    throw badRequest('Credentials ARN must be specified for an integration with a subtype');
}

/** A function's ARN, or the long form that REST APIs have. */
export function isFunctionUri(uri: string): boolean {
  return /^arn:aws[a-z-]*:lambda:/.test(uri) || targetOf(uri)?.service === 'lambda';
}

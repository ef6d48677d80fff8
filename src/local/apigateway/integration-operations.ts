import { notImplemented } from '../service/refusal.ts';
import type { ControlOperation } from './control-operation.ts';
import { listOf, numberOf, present, requiredText, textOf, textsOf } from './input.ts';
import { targetOf } from './integration-target.ts';
import { methodOf, statusOf } from './method-operations.ts';
import { applyChanges, changesOf } from './patch.ts';
import { badRequest, notFound } from './refusals.ts';
import type { Integration, IntegrationResponse, IntegrationType, Method, RestApi } from './rest-api.ts';
import { ownOf } from './stored-apis.ts';

const TYPES: ReadonlySet<string> = new Set<IntegrationType>([
  'AWS',
  'AWS_PROXY',
  'HTTP',
  'HTTP_PROXY',
  'MOCK',
]);
const TIMEOUT_MS = { min: 50, max: 29_000 };

export const putIntegration: ControlOperation = async ({ scope, path, input }, { apis, hasService }) => {
  const type = requiredText(input, 'type');
  if (!isType(type))
    throw badRequest(
      'Enumeration value for integration type must be one of HTTP, AWS, MOCK, HTTP_PROXY, AWS_PROXY',
    );
  const integration: Integration = {
    type,
    ...present({
      httpMethod: textOf(input, 'httpMethod'),
      uri: textOf(input, 'uri'),
      connectionType: textOf(input, 'connectionType'),
      credentials: textOf(input, 'credentials'),
      requestParameters: textsOf(input, 'requestParameters'),
      requestTemplates: textsOf(input, 'requestTemplates'),
      contentHandling: textOf(input, 'contentHandling'),
    }),
    passthroughBehavior: textOf(input, 'passthroughBehavior') ?? 'WHEN_NO_MATCH',
    timeoutInMillis: numberOf(input, 'timeoutInMillis') ?? TIMEOUT_MS.max,
    cacheNamespace: textOf(input, 'cacheNamespace') ?? path[1] ?? '',
    cacheKeyParameters: listOf(input, 'cacheKeyParameters') ?? [],
    integrationResponses: {},
  };
  checkIntegration(integration, hasService);
  await apis.change(scope, path[0] ?? '', (api) => {
    methodOf(api, path).methodIntegration = integration;
  });
  return { status: 201, body: integration };
};

export const getIntegration: ControlOperation = async ({ scope, path }, { apis }) => {
  return { status: 200, body: integrationOf(await apis.get(scope, path[0] ?? ''), path) };
};

export const updateIntegration: ControlOperation = async ({ scope, path, input }, { apis, hasService }) => {
  const changes = changesOf(input);
  const integration = await apis.change(scope, path[0] ?? '', (api) => {
    const one = integrationOf(api, path);
    applyChanges(one, changes, {
      ...{ type: 'text', httpMethod: 'text', uri: 'text', credentials: 'text', timeoutInMillis: 'number' },
      ...{ requestParameters: 'map', requestTemplates: 'map', passthroughBehavior: 'text' },
      ...{ contentHandling: 'text', cacheNamespace: 'text', cacheKeyParameters: 'list' },
    });
    checkIntegration(one, hasService);
    return one;
  });
  return { status: 200, body: integration };
};

export const deleteIntegration: ControlOperation = async ({ scope, path }, { apis }) => {
  await apis.change(scope, path[0] ?? '', (api) => {
    integrationOf(api, path);
    delete methodOf(api, path).methodIntegration;
  });
  return { status: 204 };
};

export const putIntegrationResponse: ControlOperation = async ({ scope, path, input }, { apis }) => {
  const response: IntegrationResponse = {
    statusCode: statusOf(path[3]),
    ...present({
      selectionPattern: textOf(input, 'selectionPattern'),
      responseParameters: textsOf(input, 'responseParameters'),
      responseTemplates: textsOf(input, 'responseTemplates'),
      contentHandling: textOf(input, 'contentHandling'),
    }),
  };
  await apis.change(scope, path[0] ?? '', (api) => {
    checkMappings(methodOf(api, path), response);
    integrationOf(api, path).integrationResponses[response.statusCode] = response;
  });
  return { status: 201, body: response };
};

export const getIntegrationResponse: ControlOperation = async ({ scope, path }, { apis }) => {
  return { status: 200, body: integrationResponseOf(await apis.get(scope, path[0] ?? ''), path) };
};

export const updateIntegrationResponse: ControlOperation = async ({ scope, path, input }, { apis }) => {
  const changes = changesOf(input);
  const response = await apis.change(scope, path[0] ?? '', (api) => {
    const one = integrationResponseOf(api, path);
    applyChanges(one, changes, {
      ...{ selectionPattern: 'text', contentHandling: 'text' },
      ...{ responseParameters: 'map', responseTemplates: 'map' },
    });
    checkMappings(methodOf(api, path), one);
    return one;
  });
  return { status: 200, body: response };
};

export const deleteIntegrationResponse: ControlOperation = async ({ scope, path }, { apis }) => {
  await apis.change(scope, path[0] ?? '', (api) => {
    const { statusCode } = integrationResponseOf(api, path);
    delete integrationOf(api, path).integrationResponses[statusCode];
  });
  return { status: 204 };
};

function integrationOf(api: RestApi, path: readonly string[]): Integration {
  const { methodIntegration } = methodOf(api, path);
  if (methodIntegration !== undefined) return methodIntegration;
  throw notFound('Invalid Integration identifier specified');
}

function integrationResponseOf(api: RestApi, path: readonly string[]): IntegrationResponse {
  const response = ownOf(integrationOf(api, path).integrationResponses, path[3] ?? '');
  if (response !== undefined) return response;
  throw notFound('Invalid Response status code specified');
}

function isType(type: string): type is IntegrationType {
  return TYPES.has(type);
}

function checkIntegration(integration: Integration, hasService: (service: string) => boolean): void {
  const { type, httpMethod, uri, connectionType, passthroughBehavior, timeoutInMillis } = integration;
  if (!isType(type)) throw badRequest(`Invalid integration type ${String(type)}`);
  if (connectionType === 'VPC_LINK') throw notImplemented('API Gateway', 'VPC links');
  if (!['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'].includes(passthroughBehavior))
    throw badRequest(
      'Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER',
    );
  if (!(timeoutInMillis >= TIMEOUT_MS.min && timeoutInMillis <= TIMEOUT_MS.max))
    throw badRequest(`Timeout should be between ${TIMEOUT_MS.min} ms and ${TIMEOUT_MS.max} ms`);
  if (type === 'MOCK') return;
  if (httpMethod === undefined || httpMethod === '')
    throw badRequest('Enumeration value for HttpMethod must be non-empty');
  if (uri === undefined || uri === '') throw badRequest('Integration URI must be specified');
  if (type === 'HTTP' || type === 'HTTP_PROXY') checkUrl(uri);
  else checkTarget(integration, uri, hasService);
}

function checkUrl(uri: string): void {
  // What stage variables stand for is known when it is called.
  if (!/^(?:https?:\/\/|\$\{stageVariables\.)/.test(uri))
    throw badRequest('Invalid HTTP endpoint specified for URI');
}

function checkTarget({ type }: Integration, uri: string, hasService: (service: string) => boolean): void {
  if (!uri.startsWith('arn:')) throw badRequest('Invalid ARN specified in the request');
  const target = targetOf(uri);
  if (target === undefined) throw badRequest('AWS ARN for integration must contain path or action');
  if (type === 'AWS_PROXY' && target.service !== 'lambda')
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  if (!hasService(target.service))
    throw notImplemented('API Gateway', `integrations with the service '${target.service}'`);
}

/** A header can only be mapped to one that the method has declared. */
function checkMappings(
  { methodResponses }: Method,
  { statusCode, responseParameters = {} }: IntegrationResponse,
): void {
  const declared = ownOf(methodResponses, statusCode);
  if (declared === undefined) return;
  const unknown = Object.keys(responseParameters).filter(
    (name) => !Object.hasOwn(declared.responseParameters ?? {}, name),
  );
  if (unknown.length === 0) return;
  const errors = unknown.map((name) => `Invalid mapping expression parameter specified: ${name}`).join(', ');
  throw badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${errors}]`,
  );
}

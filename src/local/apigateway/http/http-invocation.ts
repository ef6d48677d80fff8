import type { BackendAnswer, BackendRequest } from '../backend.ts';
import { gatewayActor } from '../gateway-actor.ts';
import { GatewayError } from '../gateway-error.ts';
import { type GatewayRequest, type Headers, headerOf } from '../gateway-request.ts';
import { callHttp } from '../http-backend.ts';
import { targetOf } from '../integration-target.ts';
import type { InvocationPorts } from '../invocation.ts';
import { proxyAnswer } from '../lambda-proxy.ts';
import type { MappingSource } from '../parameter-mapping.ts';
import { callService } from '../service-backend.ts';
import { ownOf } from '../stored-apis.ts';
import { type CorsRequest, isPreflight, preflightHeaders, withCors } from './cors.ts';
import { eventOf, type FunctionRequest, oldEventOf, pathOf, responseOf } from './function-event.ts';
import type { HttpIntegration } from './http-api.ts';
import type { PublishedHttpApi } from './http-apis.ts';
import { matchRoute } from './route-match.ts';
import { serviceCall } from './service-call.ts';

interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Answers a request to an HTTP API as its routes say. Every failure is an answer, in AWS's words. */
export async function invokeHttpApi(
  published: PublishedHttpApi | undefined,
  request: GatewayRequest,
  ports: InvocationPorts,
): Promise<HttpAnswer> {
  if (published === undefined) return failure(404, 'Not Found');
  const { corsConfiguration: cors } = published.api;
  const asked: CorsRequest = {
    method: request.method,
    origin: headerOf(request.headers, 'origin'),
    asksFor: headerOf(request.headers, 'access-control-request-method'),
  };
  if (cors !== undefined && isPreflight(asked))
    return { status: 204, headers: preflightHeaders(cors, asked), body: Buffer.alloc(0) };
  const answer = await routed(published, request, ports).catch(failureOf);
  return cors === undefined ? answer : { ...answer, headers: withCors(answer.headers, cors, asked) };
}

function failure(status: number, message: string): HttpAnswer {
  const headers = { 'content-type': ['application/json'] };
  return { status, headers, body: Buffer.from(JSON.stringify({ message })) };
}

/** HTTP APIs say less than REST APIs, and of a timeout that the service was not there. */
function failureOf(error: unknown): HttpAnswer {
  if (!(error instanceof GatewayError)) throw error;
  return error.status === 504 ? failure(503, 'Service Unavailable') : failure(500, 'Internal Server Error');
}

async function routed(
  published: PublishedHttpApi,
  request: GatewayRequest,
  ports: InvocationPorts,
): Promise<HttpAnswer> {
  const { served, path } = published;
  const match = matchRoute(Object.values(served.routes), request.method, path);
  if (match === undefined) return failure(404, 'Not Found');
  const { route, parameters } = match;
  const integration = ownOf(served.integrations, route.target?.slice('integrations/'.length) ?? '');
  if (integration === undefined) return failure(500, 'Internal Server Error');
  const from = { published, request, routeKey: route.routeKey, parameters, now: ports.now() };
  if (integration.integrationType === 'HTTP_PROXY') return await proxied(from, integration, ports);
  if (integration.integrationSubtype !== undefined) return await ofService(from, integration, ports);
  return await ofFunction(from, integration, ports);
}

async function proxied(
  from: FunctionRequest,
  integration: HttpIntegration,
  ports: InvocationPorts,
): Promise<HttpAnswer> {
  const { request, parameters } = from;
  const { integrationUri = '', integrationMethod: method = 'ANY' } = integration;
  const uri = staged(integrationUri, from).replace(/\{([A-Za-z0-9._:-]+)\+?\}/g, (whole, name: string) => {
    const value = ownOf(parameters, name);
    return value === undefined ? whole : value.split('/').map(encodeURIComponent).join('/');
  });
  const httpMethod = method === 'ANY' ? request.method : method;
  const { headers, query, body } = request;
  return await callHttp({ ...backend(from, integration, uri), httpMethod, headers, query, body }, ports);
}

async function ofService(
  from: FunctionRequest,
  integration: HttpIntegration,
  ports: InvocationPorts,
): Promise<HttpAnswer> {
  const { integrationSubtype = '', requestParameters = {} } = integration;
  const call = serviceCall(integrationSubtype, requestParameters, sourceOf(from, ports));
  if (call === undefined) return failure(500, 'Internal Server Error');
  const { service, action, region = from.published.scope.region, input } = call;
  const request = backend(from, integration, `arn:aws:apigateway:${region}:${service}:action/${action}`);
  const isQuery = service === 'sqs';
  const answer = await callService(
    {
      ...request,
      query: isQuery ? Object.entries(input).map(([name, value]) => [name, String(value)] as const) : [],
      body: isQuery ? Buffer.alloc(0) : Buffer.from(JSON.stringify(input)),
    },
    ports,
  );
  return shown(answer);
}

async function ofFunction(
  from: FunctionRequest,
  integration: HttpIntegration,
  ports: InvocationPorts,
): Promise<HttpAnswer> {
  const isOld = integration.payloadFormatVersion === '1.0';
  const event = isOld ? oldEventOf(from) : eventOf(from);
  const body = Buffer.from(JSON.stringify(event));
  const uri = functionUri(staged(integration.integrationUri ?? '', from), from);
  const answer = await callService({ ...backend(from, integration, uri), body }, ports);
  const payload = answer.body.toString();
  if (answer.selector !== undefined) return failure(500, 'Internal Server Error');
  const {
    status,
    headers,
    body: text,
  } = isOld ? proxyAnswer(payload, false) : (responseOf(payload) ?? NOTHING);
  if (status === undefined) return failure(500, 'Internal Server Error');
  const hasType = headerOf(headers, 'content-type') !== undefined;
  const type = { 'content-type': ['text/plain;charset=UTF-8'] };
  return { status, headers: hasType ? headers : { ...headers, ...type }, body: text };
}

const NOTHING = { status: undefined, headers: {}, body: Buffer.alloc(0) };

function functionUri(uri: string, { published: { scope } }: FunctionRequest): string {
  if (targetOf(uri) !== undefined) return uri;
  return `arn:aws:apigateway:${scope.region}:lambda:path/2015-03-31/functions/${uri}/invocations`;
}

/** Stage variables in an address. */
function staged(uri: string, { published: { stage } }: FunctionRequest): string {
  return uri.replace(
    /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g,
    (_, name: string) => ownOf(stage.stageVariables, name) ?? '',
  );
}

function backend(
  { published, request, routeKey }: FunctionRequest,
  { timeoutInMillis, credentialsArn: credentials }: HttpIntegration,
  uri: string,
): BackendRequest {
  const { scope, api, stage } = published;
  const route = routeKey.replace(' ', '');
  const calling = { scope, apiId: api.apiId, stage: stage.stageName, route, credentials };
  return {
    ...{ uri, timeoutInMillis, httpMethod: 'POST' },
    actor: gatewayActor({ ...calling, requestId: request.requestId }),
    ...{ headers: {}, query: [], body: Buffer.alloc(0), scope },
    ...{ requestId: request.requestId, signal: request.signal },
    traceHeader: headerOf(request.headers, 'x-amzn-trace-id'),
  };
}

function sourceOf(
  { published, request, parameters, routeKey }: FunctionRequest,
  { jsonPath }: InvocationPorts,
): MappingSource & { readonly wholePath: string } {
  const { scope, api, stage } = published;
  const wholePath = pathOf(published);
  const { headers, query, requestId, sourceIp, method } = request;
  return {
    ...{ prefix: 'method.request', headers, query, path: parameters, body: request.body.toString() },
    ...{ jsonPath, wholePath, stageVariables: stage.stageVariables },
    context: {
      ...{ accountId: scope.account, apiId: api.apiId, requestId, routeKey, stage: stage.stageName },
      ...{ httpMethod: method, path: wholePath, identity: { sourceIp } },
    },
  };
}

/** Headers that tell of our own way to the service are none of the caller's. */
function shown({ status, headers, body }: BackendAnswer): HttpAnswer {
  const type = headerOf(headers, 'content-type');
  return { status, headers: type === undefined ? {} : { 'content-type': [type] }, body };
}

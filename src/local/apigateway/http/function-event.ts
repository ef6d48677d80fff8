import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  setOwn,
  toNumber,
} from '../../../base/json.ts';
import type { Instant } from '../../../base/time.ts';
import { commonLogTime } from '../gateway-context.ts';
import { type GatewayRequest, type Headers, headerOf } from '../gateway-request.ts';
import { proxyEvent } from '../lambda-proxy.ts';
import type { Texts } from '../rest-api.ts';
import type { PublishedHttpApi } from './http-apis.ts';

export interface FunctionRequest {
  readonly published: PublishedHttpApi;
  readonly request: GatewayRequest;
  readonly routeKey: string;
  readonly parameters: Texts;
  readonly now: Instant;
}

/** What a function gets of a request: payload format 2.0. */
export function eventOf(from: FunctionRequest): JsonObject {
  const { published, request, routeKey, parameters } = from;
  const { headers, query, body } = request;
  const cookies = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  const { stageVariables } = published.stage;
  const rawPath = pathOf(published);
  return {
    ...{ version: '2.0', routeKey, rawPath },
    rawQueryString: new URLSearchParams(
      query.map(([name, value]): [string, string] => [name, value]),
    ).toString(),
    ...(cookies === undefined ? {} : { cookies: cookies.flatMap((one) => one.split(/; */)) }),
    headers: headersOf(headers),
    ...(query.length === 0 ? {} : { queryStringParameters: joined(query) }),
    requestContext: contextOf(from, rawPath),
    ...(body.length === 0 ? {} : { body: body.toString(isText(headers) ? 'utf8' : 'base64') }),
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: parameters }),
    isBase64Encoded: body.length > 0 && !isText(headers),
    ...(Object.keys(stageVariables).length === 0 ? {} : { stageVariables }),
  };
}

/** Payload format 1.0, as HTTP APIs make it. */
export function oldEventOf(from: FunctionRequest): JsonObject {
  const { published, request, parameters, routeKey, now } = from;
  const { scope, api, stage } = published;
  const path = pathOf(published);
  const host = headerOf(request.headers, 'host') ?? 'localhost';
  const resourcePath = routeKey === '$default' ? '$default' : routeKey.replace(/^\S+ /, '');
  const { method, requestId } = request;
  const context = {
    ...{ accountId: scope.account, apiId: api.apiId, domainName: host, domainPrefix: prefixOf(host) },
    ...{ extendedRequestId: requestId, httpMethod: method, path, protocol: 'HTTP/1.1', requestId },
    identity: { sourceIp: request.sourceIp, userAgent: headerOf(request.headers, 'user-agent') ?? '' },
    ...{ requestTime: commonLogTime(now), requestTimeEpoch: now, resourceId: routeKey, resourcePath },
    stage: stage.stageName,
  };
  const event = proxyEvent({
    ...{ request: { ...request, path }, pathParameters: parameters, context },
    stageVariables: stage.stageVariables,
  });
  return { version: '1.0', ...event };
}

/** With the stage, unless it is the one that no path shows. */
export function pathOf({ stage, path }: PublishedHttpApi): string {
  return stage.stageName === '$default' ? path : `/${stage.stageName}${path}`;
}

function contextOf({ published, request, routeKey, now }: FunctionRequest, path: string): JsonObject {
  const { scope, api, stage } = published;
  const host = headerOf(request.headers, 'host') ?? 'localhost';
  const { method, requestId, sourceIp } = request;
  const userAgent = headerOf(request.headers, 'user-agent') ?? '';
  return {
    ...{ accountId: scope.account, apiId: api.apiId, domainName: host, domainPrefix: prefixOf(host) },
    http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent },
    ...{ requestId, routeKey, stage: stage.stageName, time: commonLogTime(now), timeEpoch: now },
  };
}

function prefixOf(host: string): string {
  return host.split('.')[0] ?? host;
}

/** In lower case, several values joined; cookies have a place of their own. */
function headersOf(headers: Headers): JsonObject {
  const entries = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'cookie');
  return joined(entries.map(([name, values]) => [name.toLowerCase(), values.join(',')]));
}

function joined(entries: readonly (readonly [string, string])[]): JsonObject {
  const result: { [name: string]: Json } = {};
  for (const [name, value] of entries) {
    const before = member(result, name);
    setOwn(result, name, typeof before === 'string' ? `${before},${value}` : value);
  }
  return result;
}

const TEXT = /^(text\/|application\/(json|javascript|xml)\b|application\/[^;]*\+(json|xml)\b)/i;

/** By its type, as AWS decides: a form is none. A body without a type is text. */
function isText(headers: Headers): boolean {
  const type = headerOf(headers, 'content-type');
  return type === undefined || TEXT.test(type);
}

export interface FunctionResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * What the caller gets of a function's answer, format 2.0: an answer without a status code is the body.
 *
 * @returns undefined when nothing can be made of it.
 */
export function responseOf(payload: string): FunctionResponse | undefined {
  const value = jsonOf(payload);
  if (value === undefined) return undefined;
  if (!isObject(value) || member(value, 'statusCode') === undefined) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': ['application/json'] }, body: Buffer.from(body) };
  }
  const status = statusOf(member(value, 'statusCode'));
  const body = member(value, 'body') ?? '';
  const headers = answerHeaders(value);
  if (status === undefined || typeof body !== 'string' || headers === undefined) return undefined;
  const isBase64 = member(value, 'isBase64Encoded') === true;
  return { status, headers, body: Buffer.from(body, isBase64 ? 'base64' : 'utf8') };
}

function statusOf(value: Json | undefined): number | undefined {
  const status = isNumber(value) ? toNumber(value) : Number(value);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

function answerHeaders(value: JsonObject): Headers | undefined {
  const [given, cookies] = [member(value, 'headers') ?? {}, member(value, 'cookies') ?? []];
  if (!isObject(given) || !isArray(cookies)) return undefined;
  const result: Record<string, readonly string[]> = {};
  for (const [name, item] of Object.entries(given)) {
    if (isObject(item) || isArray(item)) return undefined;
    setOwn(result, name.toLowerCase(), [typeof item === 'string' ? item : JSON.stringify(item)]);
  }
  if (cookies.length > 0) setOwn(result, 'set-cookie', cookies.map(String));
  if (!Object.hasOwn(result, 'content-type')) result['content-type'] = ['text/plain;charset=UTF-8'];
  return result;
}

function jsonOf(payload: string): Json | undefined {
  try {
    return parseJson(payload);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

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
} from '../../base/json.ts';
import { misconfigured } from './gateway-error.ts';
import { type GatewayRequest, type Headers, multiple, single } from './gateway-request.ts';

export interface ProxyEvent {
  readonly request: GatewayRequest;
  readonly pathParameters: JsonObject;
  readonly stageVariables: JsonObject;
  readonly context: JsonObject;
}

/** What a function gets of a request (AWS_PROXY, version 1.0). */
export function proxyEvent({ request, pathParameters, stageVariables, context }: ProxyEvent): JsonObject {
  const { headers, query, body, path, method } = request;
  const isText = body.equals(Buffer.from(body.toString()));
  const flat = Object.entries(headers).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  return {
    ...{ resource: member(context, 'resourcePath') ?? '', path, httpMethod: method },
    headers: orNull(single(flat)),
    multiValueHeaders: orNull(multiple(flat)),
    queryStringParameters: orNull(single(query)),
    multiValueQueryStringParameters: orNull(multiple(query)),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stageVariables),
    requestContext: context,
    body: body.length === 0 ? null : body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

function orNull(map: JsonObject): Json {
  return Object.keys(map).length === 0 ? null : map;
}

/** What the caller gets of a function's answer. @throws GatewayError 502 when it has not the form that is asked for. */
export function proxyAnswer(
  payload: string,
  isError: boolean,
): { status: number; headers: Headers; body: Buffer } {
  const value = isError ? undefined : jsonOf(payload);
  if (!isObject(value)) throw malformed();
  const status = member(value, 'statusCode') ?? 200;
  const body = member(value, 'body') ?? '';
  const code = isNumber(status) ? toNumber(status) : Number(status);
  if (!Number.isInteger(code) || code < 200 || code > 599 || typeof body !== 'string') throw malformed();
  const isBase64 = member(value, 'isBase64Encoded') === true;
  return { status: code, headers: headersOf(value), body: Buffer.from(body, isBase64 ? 'base64' : 'utf8') };
}

function headersOf(value: JsonObject): Headers {
  const result: Record<string, readonly string[]> = {};
  const [one, many] = [member(value, 'headers') ?? {}, member(value, 'multiValueHeaders') ?? {}];
  if (!isObject(one) || !isObject(many)) throw malformed();
  for (const [name, item] of Object.entries(one)) setOwn(result, name, [text(item)]);
  for (const [name, items] of Object.entries(many)) {
    if (!isArray(items)) throw malformed();
    setOwn(result, name, items.map(text));
  }
  return result;
}

function text(value: Json): string {
  if (isObject(value) || isArray(value)) throw malformed();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function jsonOf(payload: string): Json | undefined {
  try {
    return parseJson(payload);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function malformed() {
  return misconfigured('Malformed Lambda proxy response', 502);
}

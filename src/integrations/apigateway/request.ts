import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';

/** The parameters of `apigateway:invoke`, read. */
export interface ApiRequest {
  /** `a1b2c3.execute-api.us-east-1.amazonaws.com`, or the address of an API of this server. */
  readonly endpoint: string;
  readonly stage: string;
  /** With its first slash. */
  readonly path: string;
  readonly method: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly authType: 'NO_AUTH' | 'IAM_ROLE' | 'RESOURCE_POLICY';
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']);
/** Headers that Step Functions sets itself (Developer Guide, "Call API Gateway"). */
const OURS =
  /^(?:authorization|connection|content-md5|date|expect|host|max-forwards|proxy-authenticate|server|te|transfer-encoding|trailer|upgrade|via|www-authenticate|x-forwarded-.*|x-amz-.*|x-amzn-.*)$/i;

/** @throws StateError `States.Runtime` with AWS's text for what cannot be sent. */
export function readRequest(parameters: Json): ApiRequest {
  if (!isObject(parameters)) throw wrong(parameters, 'The parameters must be an object');
  const text = (field: string) => textOf(parameters, field);
  const [endpoint, method] = [text('ApiEndpoint'), text('Method')];
  if (endpoint === undefined || endpoint === '') throw missing(parameters, 'ApiEndpoint');
  if (method === undefined) throw missing(parameters, 'Method');
  if (!METHODS.has(method)) throw badFormat(parameters, 'Method');
  const authType = text('AuthType') ?? 'NO_AUTH';
  if (authType !== 'NO_AUTH' && authType !== 'IAM_ROLE' && authType !== 'RESOURCE_POLICY')
    throw badFormat(parameters, 'AuthType');
  const path = text('Path') ?? '';
  return {
    ...{ endpoint, method, authType, stage: text('Stage') ?? '' },
    path: path.startsWith('/') ? path : `/${path}`,
    query: Object.entries(listsOf(parameters, 'QueryParameters')).flatMap(([name, values]) =>
      values.map((value) => [name, value] as const),
    ),
    headers: headersOf(parameters),
    body: method === 'GET' || method === 'HEAD' ? '' : bodyOf(parameters),
  };
}

/** JSON, whatever it is; null is nothing. */
function bodyOf(parameters: JsonObject): string {
  const body = member(parameters, 'RequestBody');
  if (body === undefined || body === null) return '';
  const keepsNull = member(parameters, 'AllowNullValues') === true;
  return JSON.stringify(keepsNull ? body : withoutNull(body));
}

/** Members that are null are not sent unless the parameters allow them. */
function withoutNull(value: Json): Json {
  if (isArray(value)) return value.map(withoutNull);
  if (!isObject(value)) return value;
  const kept: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) if (item !== null) setOwn(kept, key, withoutNull(item));
  return kept;
}

function headersOf(parameters: JsonObject): Record<string, readonly string[]> {
  const headers = listsOf(parameters, 'Headers');
  const own = Object.keys(headers).find((name) => OURS.test(name));
  if (own !== undefined) throw wrong(parameters, `The header '${own}' cannot be set`);
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return hasType ? headers : { ...headers, 'Content-Type': ['application/json'] };
}

function listsOf(parameters: JsonObject, field: string): Record<string, readonly string[]> {
  const value = member(parameters, field) ?? {};
  if (!isObject(value)) throw badFormat(parameters, field);
  const lists: Record<string, readonly string[]> = {};
  for (const [name, items] of Object.entries(value)) {
    if (!isArray(items)) throw badFormat(parameters, field);
    setOwn(lists, name, items.map(textual));
  }
  return lists;
}

function textual(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textOf(parameters: JsonObject, field: string): string | undefined {
  const value = member(parameters, field);
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw badFormat(parameters, field);
}

function badFormat(parameters: JsonObject, field: string): StateError {
  return wrong(parameters, `The value of the field '${field}' has an invalid format`);
}

function missing(parameters: JsonObject, field: string): StateError {
  return wrong(parameters, `The field '${field}' is required but was missing`);
}

function wrong(parameters: Json, problem: string): StateError {
  const shown = JSON.stringify(parameters);
  return new StateError(
    'States.Runtime',
    `The Parameters '${shown}' could not be used to start the Task: [${problem}]`,
  );
}

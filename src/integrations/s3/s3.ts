import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';
import { isObject, type Json, type JsonObject, member, setOwn, typeName } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import { readXml, xmlText } from '../../base/xml-reader.ts';
import type { Integration } from '../../engine/integration.ts';
import { missingParameter, parametersOf } from '../aws-sdk/parameters.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import { SDK_OPERATIONS, type SdkOperation } from './operations.ts';

/** S3, as its integration asks it. */
export interface S3Endpoint {
  send(request: S3EndpointRequest, signal: AbortSignal): Promise<S3EndpointAnswer>;
}

interface S3EndpointRequest {
  readonly scope: Scope;
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In whose name. */
  readonly actor?: Actor;
}

interface S3EndpointAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Errors that the SDK has a class for. */
const MODELLED = new Set([
  ...[
    'BucketAlreadyExists',
    'BucketAlreadyOwnedByYou',
    'InvalidObjectState',
    'InvalidRequest',
    'NoSuchBucket',
  ],
  ...['NoSuchKey', 'NoSuchUpload', 'TooManyParts'],
]);

/** `aws-sdk:s3:*`, as far as there is a row in `SDK_OPERATIONS`. */
export function createS3Integration(endpoint: S3Endpoint): Integration {
  return {
    async send({ resource, parameters, scope, ...attempt }, signal) {
      const action = resource.kind === 'service' ? resource.action : '';
      const operation = Object.hasOwn(SDK_OPERATIONS, action) ? SDK_OPERATIONS[action] : undefined;
      if (operation === undefined) throw runtime(`aws-sdk:s3:${action} cannot be called here yet`);
      const answer = await endpoint.send(
        { scope, ...taskActor(attempt), ...requestOf(operation, action, parameters.value) },
        signal,
      );
      if (answer.status >= 300) throw refused(answer);
      return Payload.fromValue(resultOf(operation, action, answer));
    },
  };
}

function requestOf(operation: SdkOperation, action: string, value: Json): Omit<S3EndpointRequest, 'scope'> {
  const { method, query: fixed, isOf, parameters } = operation;
  const given = parametersOf(value, isField);
  const query = new URLSearchParams(fixed);
  const headers: Record<string, string> =
    action === 'putObject' ? { 'x-amz-sdk-checksum-algorithm': 'CRC32' } : {};
  for (const [name, one] of Object.entries(given)) {
    const place = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (place === undefined || one === null) continue;
    if (place.startsWith('?')) query.set(place.slice(1), textOf(one));
    else headers[place] = headerOf(name, one);
  }
  const metadata = member(given, 'Metadata');
  if (isObject(metadata)) {
    for (const [name, one] of Object.entries(metadata)) {
      if (!/^[\w-]+$/.test(name)) throw runtime(`"${name}" cannot be the name of a header`);
      setOwn(headers, `x-amz-meta-${name.toLowerCase()}`, headerOf(name, one));
    }
  }
  const place = (name: string) => {
    const text = member(given, name);
    if (text === undefined || text === null) throw missingParameter(name);
    if (typeof text !== 'string')
      throw runtime(`The value for the field "${name}" must be a STRING, not ${typeName(text)}`);
    if (name === 'Bucket' && text.includes('/'))
      throw runtime('The value for the field "Bucket" must be the name of a bucket');
    return `/${text}`;
  };
  const path = isOf === 'account' ? '/' : place('Bucket') + (isOf === 'object' ? place('Key') : '');
  return { method, path, query, headers, body: bodyOf(action, given) };

  function isField(name: string): boolean {
    if (Object.hasOwn(parameters, name)) return true;
    if (name === 'Bucket') return isOf !== 'account';
    if (name === 'Key') return isOf === 'object';
    if (action === 'createBucket') return name === 'CreateBucketConfiguration';
    return (
      (action === 'putObject' && (name === 'Body' || name === 'Metadata')) ||
      (action === 'copyObject' && name === 'Metadata')
    );
  }
}

/** A Body is the JSON of a value, quotes of a string included (recorded). */
function bodyOf(action: string, given: JsonObject): string {
  const content = member(given, 'Body');
  if (action === 'putObject') return content === undefined ? '' : JSON.stringify(content);
  const configuration = member(given, 'CreateBucketConfiguration');
  const region = isObject(configuration) ? member(configuration, 'LocationConstraint') : undefined;
  if (action !== 'createBucket' || region === undefined) return '';
  if (typeof region !== 'string' || !/^[\w-]+$/.test(region))
    throw runtime('The LocationConstraint must be a region');
  return `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}

function resultOf(operation: SdkOperation, action: string, { headers, body }: S3EndpointAnswer): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, header] of Object.entries(operation.results ?? {})) {
    const text = headers[header];
    if (text !== undefined) result[name] = fromHeader(name, text);
  }
  if (operation.isOf === 'object' && operation.results?.LastModified !== undefined) {
    const metadata: Record<string, Json> = {};
    for (const [name, text] of Object.entries(headers)) {
      if (name.startsWith('x-amz-meta-')) setOwn(metadata, name.slice(11), text);
    }
    result.Metadata = metadata;
  }
  if (action === 'getObject') result.Body = body;
  return operation.read === undefined ? result : { ...result, ...operation.read(readXml(body)) };
}

function fromHeader(name: string, text: string): Json {
  if (name === 'ContentLength') return Number(text);
  return name === 'LastModified' ? new Date(text).toISOString().replace('.000Z', 'Z') : text;
}

function refused({ status, headers, body }: S3EndpointAnswer): StateError {
  const document = body === '' ? undefined : readXml(body);
  const code = (document && xmlText(document, 'Code')) ?? '';
  const message = (document && xmlText(document, 'Message')) ?? 'null';
  const error = MODELLED.has(code) ? `${code}Exception` : 'S3Exception';
  const ids = `Request ID: ${headers['x-amz-request-id']}, Extended Request ID: ${headers['x-amz-id-2']}`;
  return new StateError(`S3.${error}`, `${message} (Service: S3, Status Code: ${status}, ${ids})`);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function headerOf(name: string, value: Json): string {
  const text = textOf(value);
  if (/^[\t\x20-\x7e]*$/.test(text)) return text;
  throw runtime(`The value for the field "${name}" has characters that no header can have`);
}

function runtime(cause: string): StateError {
  return new StateError('States.Runtime', cause);
}

import type { Entropy } from '../../base/entropy.ts';
import { type FunctionName, parseFunctionName } from '../../base/function-name.ts';
import type { ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { CodeStore } from './code-store.ts';
import type { Functions } from './functions.ts';
import type { LocalHost } from './host.ts';
import type { Mappings } from './mappings.ts';
import type { QueuePort } from './queue-port.ts';
import { Refusal } from './refusal.ts';
import { invalid } from './settings.ts';

export interface LambdaServices {
  readonly functions: Functions;
  readonly code: CodeStore;
  readonly mappings: Mappings;
  readonly queues: QueuePort;
  readonly host: Pick<LocalHost, 'invoke' | 'forget'>;
  readonly entropy: Entropy;
  readonly now: () => Instant;
}

export interface OperationCall {
  /** As in the path; empty for operations that have none there. */
  readonly functionName: string;
  /** What else the path names: an alias, a statement. */
  readonly detail: string;
  readonly request: ServiceRequest;
}

/** One operation of Lambda's API. @throws Refusal for what the caller did wrong. */
export type Operation = (call: OperationCall, services: LambdaServices) => Promise<ServiceResponse>;

export function answer(status: number, body: Json): ServiceResponse {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** @throws Refusal SerializationException. */
export function readBody({ body }: ServiceRequest): JsonObject {
  let value: Json;
  try {
    value = body.length === 0 ? {} : parseJson(body.toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal('SerializationException', `Could not parse request body into json: ${error.message}`);
  }
  if (isObject(value)) return value;
  throw new Refusal('SerializationException', 'Could not parse request body into json: it is not an object');
}

/** @throws Refusal ValidationException. */
export function readName(text: string, { scope }: ServiceRequest): FunctionName {
  const named = parseFunctionName(text, scope);
  if (named !== undefined) return named;
  throw invalid(
    'functionName',
    text,
    'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?',
  );
}

/** @throws Refusal PreconditionFailedException when the caller has seen another revision. */
export function checkRevision(body: { readonly wanted: Json | undefined; readonly current: string }): void {
  if (body.wanted === undefined || body.wanted === null || body.wanted === body.current) return;
  throw new Refusal(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}

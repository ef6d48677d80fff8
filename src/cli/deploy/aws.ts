import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { ApiError, apiError, type Call, type ClientOptions, exchangeSigned, parsed } from '../client.ts';

/** AWS's APIs as a server offers them, signed. Every call throws ApiError for a refusal, Unavailable for silence. */
export interface Aws {
  readonly region: string;
  readonly endpoint: string;
  json(service: JsonServiceName, operation: string, input: JsonObject): Promise<JsonObject>;
  /** The Query protocol. @returns the answer's XML. */
  query(service: QueryServiceName, action: string, fields: Readonly<Record<string, string>>): Promise<string>;
  rest(service: RestServiceName, request: RestRequest): Promise<JsonObject>;
}

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly body?: Json;
}

type JsonServiceName = keyof typeof JSON_SERVICES;
type QueryServiceName = keyof typeof QUERY_VERSIONS;
type RestServiceName = 'lambda' | 'apigateway' | 'scheduler' | 's3';

const JSON_SERVICES = {
  states: { version: '1.0', prefix: 'AWSStepFunctions' },
  sqs: { version: '1.0', prefix: 'AmazonSQS' },
  events: { version: '1.1', prefix: 'AWSEvents' },
  logs: { version: '1.1', prefix: 'Logs_20140328' },
} as const;

const QUERY_VERSIONS = { sns: '2010-03-31', iam: '2010-05-08', sts: '2011-06-15' } as const;

export function createAws(options: ClientOptions): Aws {
  const json = async (call: Call): Promise<JsonObject> => {
    const { response, text } = await exchangeSigned(options, call);
    const answer = parsed(text);
    const status = response.statusCode ?? 0;
    if (status < 400) return isObject(answer) ? answer : {};
    throw answer === undefined ? xmlError(status, text) : apiError(response, answer);
  };
  return {
    region: options.region,
    endpoint: options.endpoint.replace(/\/+$/, ''),

    json(service, operation, input) {
      const { version, prefix } = JSON_SERVICES[service];
      const headers = {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${prefix}.${operation}`,
      };
      return json({ service, method: 'POST', path: '/', headers, body: JSON.stringify(input) });
    },

    async query(service, action, fields) {
      const body = new URLSearchParams({
        Action: action,
        Version: QUERY_VERSIONS[service],
        ...fields,
      }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      const { response, text } = await exchangeSigned(options, {
        service,
        method: 'POST',
        path: '/',
        headers,
        body,
      });
      const status = response.statusCode ?? 0;
      if (status < 400) return text;
      const answer = parsed(text);
      throw answer === undefined ? xmlError(status, text) : apiError(response, answer);
    },

    rest(service, { method, path, body }) {
      const headers: Record<string, string> =
        body === undefined ? {} : { 'content-type': 'application/json' };
      return json({ service, method, path, headers, body: body === undefined ? '' : JSON.stringify(body) });
    },
  };
}

function xmlError(status: number, text: string): ApiError {
  return new ApiError(
    xmlText(text, 'Code') ?? `HTTP ${status}`,
    xmlText(text, 'Message') ?? 'the server refuses',
  );
}

/** The text of the first element of that name; for answers that hold one thing. */
export function xmlText(xml: string, element: string): string | undefined {
  const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  return found?.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** The server does not have the operation or the whole service. */
export function isMissingHere(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return /^(NotImplemented|UnknownServiceException|UnknownOperation(Exception)?|InvalidAction|MissingAction|HTTP 404|HTTP 501)$/.test(
    error.code,
  );
}

/** The thing asked for is not there. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof ApiError) || isMissingHere(error)) return false;
  return /(NotFound|DoesNotExist|NonExistentQueue|NoSuchEntity|NoSuchBucket|NotFoundException)/.test(
    error.code,
  );
}

/** There is one of that name already. */
export function isTaken(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    /(AlreadyExists|AlreadyOwnedByYou|Conflict|QueueNameExists|QueueAlreadyExists)/.test(error.code)
  );
}

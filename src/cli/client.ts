import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isObject, type Json, type JsonObject, member } from '../base/json.ts';
import { signRequest } from '../base/sigv4.ts';
import { Unavailable } from '../base/unavailable.ts';
import { EXIT, Refusal } from './exit-code.ts';

/** Speaks AWS's API with one server, as any SDK does. */
export interface Client {
  /**
   * Calls an operation of Step Functions.
   *
   * @throws ApiError when the server refuses; Unavailable when it cannot be reached.
   */
  states(operation: string, input: JsonObject): Promise<JsonObject>;
  /** Calls an operation of CloudWatch Logs; errors as `states`. */
  logs(operation: string, input: JsonObject): Promise<JsonObject>;
  /** Calls an operation of X-Ray by its path; errors as `states`. */
  xray(path: string, input: JsonObject): Promise<JsonObject>;
  /** Calls Lambda's REST API; errors as `states`. */
  lambda(method: string, path: string, body?: Json): Promise<Json>;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** The server said no. */
export class ApiError extends Refusal {
  /** `ExecutionDoesNotExist`, `ValidationException`, ... */
  readonly code: string;

  constructor(code: string, message: string) {
    super(EXIT.failed, `${code}: ${message}`);
    this.code = code;
  }
}

export function createClient(options: ClientOptions): Client {
  return {
    states: (operation, input) =>
      sendJson(options, {
        service: 'states',
        version: '1.0',
        target: `AWSStepFunctions.${operation}`,
        input,
      }),

    logs: (operation, input) =>
      sendJson(options, { service: 'logs', version: '1.1', target: `Logs_20140328.${operation}`, input }),

    async xray(path, input) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(input);
      const answer = await send(options, { service: 'xray', method: 'POST', path, headers, body });
      return isObject(answer) ? answer : {};
    },

    async lambda(method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const text = body === undefined ? '' : JSON.stringify(body);
      return await send(options, { service: 'lambda', method, path, headers, body: text });
    },
  };
}

/** The client of the AWS command line's environment variables, and of `test`/`test` when they are not set. */
export function clientOf(endpoint: string, environment: NodeJS.ProcessEnv): Client {
  return createClient(clientOptions(endpoint, environment));
}

export function clientOptions(endpoint: string, environment: NodeJS.ProcessEnv): ClientOptions {
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return {
    endpoint,
    region: environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'test',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? 'test',
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
}

/** The client for a server that this process has just started. */
export function clientOfOwn(server: { readonly url: string }): Client {
  return clientOf(server.url, {});
}

interface JsonCall {
  readonly service: string;
  readonly version: string;
  readonly target: string;
  readonly input: JsonObject;
}

async function sendJson(
  options: ClientOptions,
  { service, version, target, input }: JsonCall,
): Promise<JsonObject> {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  const body = JSON.stringify(input);
  const answer = await send(options, { service, method: 'POST', path: '/', headers, body });
  return isObject(answer) ? answer : {};
}

/** A request to any service, before it is signed. */
export interface Call {
  /** As in the credential scope: `states`, `lambda`, `sns`, ... */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function send(options: ClientOptions, call: Call): Promise<Json> {
  const { response, text } = await exchangeSigned(options, call);
  const answer = parsed(text);
  if ((response.statusCode ?? 0) >= 400 || answer === undefined) throw apiError(response, answer);
  return answer;
}

/** Sends a signed request; an answer of any status is an answer. @throws Unavailable when there is none. */
export async function exchangeSigned(
  options: ClientOptions,
  call: Call,
): Promise<{ readonly response: IncomingMessage; readonly text: string }> {
  const url = urlOf(options.endpoint, call.path);
  const { method, service } = call;
  const body = Buffer.from(call.body);
  const { region, credentials } = options;
  const unsigned = {
    method,
    url,
    headers: call.headers,
    body,
    service,
    region,
    credentials,
    now: Date.now(),
  };
  return await exchange(url, { method, headers: signRequest(unsigned), body });
}

function urlOf(endpoint: string, path: string): URL {
  const base = URL.parse(endpoint);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new Refusal(EXIT.usage, `an endpoint looks like http://127.0.0.1:8083, not ${endpoint}`);
  }
  return new URL(path, base);
}

interface Message {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

function exchange(
  url: URL,
  { method, headers, body }: Message,
): Promise<{ response: IncomingMessage; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ response: IncomingMessage; text: string }>();
  const fail = (cause: Error) =>
    reject(new Unavailable(`${url.origin} does not answer: ${reason(cause)}`, { cause }));
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = open(
    url,
    { method, headers: { ...headers, 'content-length': body.length } },
    (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ response, text: Buffer.concat(parts).toString('utf8') }));
      response.on('error', fail);
    },
  );
  request.on('error', fail);
  request.end(body);
  return promise;
}

/** Node gives no message, only a code, when both addresses of a name refuse. */
function reason(cause: Error): string {
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}

/** Undefined: not JSON. An empty body is an answer too (Lambda's 204). */
export function parsed(text: string): Json | undefined {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Step Functions names the error in the body, Lambda in a header; a stranger does neither. */
export function apiError(response: IncomingMessage, answer: Json | undefined): ApiError {
  const body = isObject(answer) ? answer : {};
  const type = member(body, '__type') ?? response.headers['x-amzn-errortype'];
  const message = member(body, 'message') ?? member(body, 'Message');
  return new ApiError(
    typeof type === 'string' ? type.replace(/^.*#|:.*$/g, '') : `HTTP ${response.statusCode}`,
    typeof message === 'string' ? message : 'the answer is not one of the AWS API',
  );
}

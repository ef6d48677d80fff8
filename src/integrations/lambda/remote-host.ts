import { parseFunctionName } from '../../base/function-name.ts';
import { isObject, type Json, member, parseJson } from '../../base/json.ts';
import { signRequest } from '../../base/sigv4.ts';
import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import type { FunctionAnswer, FunctionCall, FunctionHost } from './port.ts';

export interface RemoteHostOptions {
  /** Of Lambda's API, `https://lambda.eu-west-1.amazonaws.com` or another emulator's. */
  readonly endpointUrl: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly now: () => Instant;
  readonly fetch: typeof fetch;
}

/**
 * Functions behind Lambda's HTTP API. Every call is sent once: the state's own `Retry` decides about a second time.
 */
export function createRemoteHost(options: RemoteHostOptions): FunctionHost {
  return {
    invoke: async (call, signal) => {
      const response = await send(call, options, signal);
      const payload = await readText(response, options.endpointUrl);
      const requestId = response.headers.get('x-amzn-requestid') ?? '';
      if (!response.ok) return refused(response, payload, requestId);
      return answerOf(response, payload, requestId);
    },
  };
}

async function send(call: FunctionCall, options: RemoteHostOptions, signal: AbortSignal): Promise<Response> {
  const url = new URL(options.endpointUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/2015-03-31/functions/${encodeURIComponent(call.functionName)}/invocations`;
  if (call.qualifier !== undefined) url.searchParams.set('Qualifier', call.qualifier);
  const { region } = parseFunctionName(call.functionName, call.scope) ?? call.scope;
  const headers = signRequest({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json',
      'x-amz-invocation-type': call.invocationType,
      'x-amz-log-type': call.invocationType === 'RequestResponse' ? 'Tail' : 'None',
      ...(call.clientContext === undefined ? {} : { 'x-amz-client-context': call.clientContext }),
      ...(call.traceHeader === undefined ? {} : { 'x-amzn-trace-id': call.traceHeader }),
      ...(call.attemptId === undefined ? {} : { 'x-stepwell-attempt': call.attemptId }),
    },
    body: call.payload,
    service: 'lambda',
    region,
    credentials: options.credentials,
    now: options.now(),
  });
  try {
    return await options.fetch(url, {
      method: 'POST',
      headers,
      body: call.payload,
      signal,
      redirect: 'manual',
    });
  } catch (error) {
    throw unreachableHost(options.endpointUrl, error);
  }
}

async function readText(response: Response, endpointUrl: string): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw unreachableHost(endpointUrl, error);
  }
}

function answerOf(response: Response, payload: string, requestId: string): FunctionAnswer {
  const { headers, status } = response;
  const functionError = headers.get('x-amz-function-error');
  return {
    statusCode: status,
    payload,
    ...(functionError === null ? {} : { functionError }),
    executedVersion: headers.get('x-amz-executed-version') ?? '$LATEST',
    requestId,
    logTail: Buffer.from(headers.get('x-amz-log-result') ?? '', 'base64').toString(),
  };
}

/** In the words of the SDK that Step Functions uses; that a function is not there is an answer. */
function refused(response: Response, body: string, requestId: string): undefined {
  const { status, headers } = response;
  const code = (headers.get('x-amzn-errortype') ?? '').split(':')[0] || 'AWSLambdaException';
  if (code === 'ResourceNotFoundException') return undefined;
  throw new StateError(
    `Lambda.${code}`,
    `${messageOf(body)} (Service: AWSLambda; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
}

function messageOf(body: string): string {
  try {
    const value: Json = parseJson(body);
    const message = isObject(value) ? (member(value, 'Message') ?? member(value, 'message')) : undefined;
    return typeof message === 'string' ? message : 'No message';
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'The endpoint answered with something that is not JSON';
  }
}

/** Whether the function has run is unknown: the error is the one that AWS's own examples retry. */
function unreachableHost(endpointUrl: string, error: unknown): StateError {
  if (!(error instanceof Error)) throw error;
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return new StateError(
    'Lambda.SdkClientException',
    `Unable to execute HTTP request: ${reason} (${new URL(endpointUrl).origin})`,
  );
}

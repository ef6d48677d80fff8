import { type Json, parseJson } from '../../base/json.ts';
import { PAYLOAD_BYTES_MAX } from '../../base/limits.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import type { Integration } from '../../engine/integration.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import type { ApiAnswer, ApiCall, ApiFront } from './port.ts';
import { type ApiRequest, readRequest } from './request.ts';

export interface ApiGatewayIntegrationOptions {
  readonly front: ApiFront;
  readonly fetch: typeof fetch;
  readonly now: () => Instant;
  /** A version 4 UUID, for ids that only the far end could know. */
  readonly uuid: () => string;
}

/**
 * `apigateway:invoke`, with and without a task token: calls a REST API of this server in the process, and one on AWS
 * over HTTPS. No other host can be called.
 */
export function createApiGatewayIntegration(options: ApiGatewayIntegrationOptions): Integration {
  return {
    async send({ parameters, scope, traceHeader, ...attempt }, signal) {
      const request = traced(readRequest(parameters.value), traceHeader);
      const answer =
        (await askOwn(request, { scope, ...taskActor(attempt) }, options, signal)) ??
        (await askAws(request, options, signal));
      if (answer.status >= 200 && answer.status < 300) return Payload.fromValue(resultOf(answer));
      throw new StateError(`ApiGateway.${answer.status}`, answer.body);
    },
  };
}

/** What is called goes on with the trace of the execution; no parameter can name another one. */
function traced(request: ApiRequest, traceHeader: string | undefined): ApiRequest {
  if (traceHeader === undefined) return request;
  return { ...request, headers: { ...request.headers, 'X-Amzn-Trace-Id': [traceHeader] } };
}

async function askOwn(
  request: ApiRequest,
  signer: Required<Pick<ApiCall, 'scope'>> & Pick<ApiCall, 'actor'>,
  { front, now, uuid }: ApiGatewayIntegrationOptions,
  signal: AbortSignal,
): Promise<ApiAnswer | undefined> {
  const apiId = ownIdOf(request.endpoint);
  if (apiId === undefined) return undefined;
  const { stage, path, method, query, headers, body, authType } = request;
  const call = { apiId, stage, path, method, query, headers, body };
  const answer = await front.invoke({ ...call, ...(authType === 'NO_AUTH' ? {} : signer) }, signal);
  return answer && { ...answer, headers: { ...wayHeaders(answer, now(), uuid), ...answer.headers } };
}

/** The host of an API, or the address under which this server has it. */
function ownIdOf(endpoint: string): string | undefined {
  return (
    /^(?:https?:\/\/)?([a-z0-9]+)\.execute-api\.[a-z0-9.-]+(?::\d+)?\/?$/i.exec(endpoint)?.[1] ??
    /^https?:\/\/[^/]+\/restapis\/([a-z0-9]+)\/?$/i.exec(endpoint)?.[1]
  );
}

/** What the way to an API adds to every answer, in the names that workflows see on AWS. */
function wayHeaders({ body }: ApiAnswer, now: Instant, uuid: () => string): ApiAnswer['headers'] {
  const digits = `${uuid()}${uuid()}`.replaceAll('-', '');
  const seconds = Math.floor(now / 1000).toString(16);
  return {
    Connection: ['keep-alive'],
    'Content-Length': [String(Buffer.byteLength(body))],
    Date: [new Date(now).toUTCString()],
    'x-amz-apigw-id': [digits.slice(0, 16)],
    'x-amzn-RequestId': [uuid()],
    'X-Amzn-Trace-Id': [`Root=1-${seconds}-${digits.slice(0, 24)}`],
    // An API is EDGE unless it says otherwise: on AWS the way leads through CloudFront.
    Via: ['1.1 stepwell'],
    'X-Amz-Cf-Id': [digits.slice(24)],
    'X-Amz-Cf-Pop': ['local'],
    'X-Cache': ['Miss from cloudfront'],
  };
}

async function askAws(
  request: ApiRequest,
  { fetch: ask }: ApiGatewayIntegrationOptions,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const { endpoint, stage, path, method, query, headers, body, authType } = request;
  if (!/^[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/i.test(endpoint))
    throw new StateError('States.Runtime', `There is no API here at the ApiEndpoint '${endpoint}'`);
  if (authType !== 'NO_AUTH') {
    const problem = `stepwell does not sign calls of APIs on AWS: AuthType must be NO_AUTH, not ${authType}`;
    throw new StateError('States.Runtime', problem);
  }
  const url = new URL(`https://${endpoint}`);
  url.pathname = `${stage === '' ? '' : `/${stage}`}${path}`;
  for (const [name, value] of query) url.searchParams.append(name, value);
  try {
    const answer = await ask(url, {
      ...{ method, signal, redirect: 'manual' },
      headers: Object.entries(headers).flatMap(([name, values]) =>
        values.map((value): [string, string] => [name, value]),
      ),
      ...(body === '' ? {} : { body }),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries([...answer.headers].map(([name, value]) => [name, [value]])),
      body: await read(answer),
    };
  } catch (error) {
    // What fetch throws when there is no answer; an abort has nobody who waits.
    if (!(error instanceof TypeError) && !signal.aborted) throw error;
    const { cause } = error instanceof Error ? error : {};
    throw new StateError(
      'ApiGateway.SdkClientException',
      cause instanceof Error ? cause.message : String(error),
    );
  }
}

async function read(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > PAYLOAD_BYTES_MAX)
      throw new StateError('States.DataLimitExceeded', 'The API answers with more than 262144 bytes');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function resultOf({ status, headers, body }: ApiAnswer): Json {
  const sorted = Object.entries(headers).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return {
    Headers: Object.fromEntries(sorted),
    ResponseBody: bodyOf(body),
    StatusCode: status,
    StatusText: STATUS_TEXTS[status] ?? '',
  };
}

function bodyOf(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
};

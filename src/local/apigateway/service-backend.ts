import { isObject, member, parseJson } from '../../base/json.ts';
import type { BackendAnswer, BackendPorts, BackendRequest } from './backend.ts';
import { misconfigured, timedOut } from './gateway-error.ts';
import { type Headers, headerOf, multiple } from './gateway-request.ts';
import { type Target, targetOf } from './integration-target.ts';

/** Services that speak AWS JSON: what stands before the operation in `X-Amz-Target`, and the version. */
const JSON_TARGETS: Readonly<Record<string, readonly [string, string]>> = {
  states: ['AWSStepFunctions', '1.0'],
  events: ['AWSEvents', '1.1'],
  logs: ['Logs_20140328', '1.1'],
  dynamodb: ['DynamoDB_20120810', '1.0'],
};

/** Versions of services that speak AWS Query. */
const QUERY_VERSIONS: Readonly<Record<string, string>> = { sqs: '2012-11-05', sns: '2010-03-31' };

/**
 * Calls an operation of a service of this server: an action by its name, or a path as it is. The request does not
 * leave the process and needs no signature: the API's account is the caller.
 *
 * @throws GatewayError when the integration cannot work.
 */
export async function callService(
  request: BackendRequest,
  { services }: BackendPorts,
): Promise<BackendAnswer> {
  const target = targetOf(request.uri);
  if (target === undefined) throw misconfigured('AWS ARN for integration must contain path or action');
  const all = services();
  const service = Object.hasOwn(all, target.service) ? all[target.service] : undefined;
  if (service === undefined) throw misconfigured(`There is no service '${target.service}' here`);
  const { scope, requestId, signal } = request;
  const wire = target.kind === 'action' ? actionOf(target, request) : pathOf(target, request);
  if (wire.body.length > service.bodyBytesMax)
    throw misconfigured('The request is larger than the service takes');
  const place = { region: target.region, account: scope.account };
  const { headers: sent } = wire;
  const traced =
    request.traceHeader === undefined ? sent : { 'x-amzn-trace-id': request.traceHeader, ...sent };
  const answer = await inTime(request, (ends) =>
    service.handle({
      ...wire,
      headers: traced,
      scope: place,
      actor: request.actor,
      requestId,
      signal: AbortSignal.any([signal, ends]),
    }),
  );
  if (target.service === 'lambda' && answer.status === 403)
    throw misconfigured('Invalid permissions on Lambda function');
  const headers = multiple(
    Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const),
  );
  const body = Buffer.from(target.service === 'states' ? javaNumbers(String(answer.body)) : answer.body);
  const { status } = answer;
  return { status, headers, body, selector: selectorOf(target, { status, headers, body }) };
}

/** An answer that takes longer than the integration allows is not waited for. @throws GatewayError */
async function inTime<Answer>(
  { timeoutInMillis }: BackendRequest,
  ask: (ends: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const ends = AbortSignal.timeout(timeoutInMillis);
  const late = () => reject(timedOut());
  ends.addEventListener('abort', late);
  try {
    return await Promise.race([ask(ends), promise]);
  } finally {
    ends.removeEventListener('abort', late);
  }
}

interface Wire {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function actionOf({ service, what }: Target, { headers, query, body }: BackendRequest): Wire {
  const target = Object.hasOwn(JSON_TARGETS, service) ? JSON_TARGETS[service] : undefined;
  const passed = wireHeaders(headers);
  const empty = new URLSearchParams();
  if (target !== undefined) {
    const [prefix, version] = target;
    const own = { 'x-amz-target': `${prefix}.${what}`, 'content-type': `application/x-amz-json-${version}` };
    return { method: 'POST', path: '/', query: empty, headers: { ...passed, ...own }, body };
  }
  const form = new URLSearchParams(isForm(headers) ? body.toString() : '');
  for (const [name, value] of query) form.append(name, value);
  form.set('Action', what);
  const version = Object.hasOwn(QUERY_VERSIONS, service) ? QUERY_VERSIONS[service] : undefined;
  if (version !== undefined && !form.has('Version')) form.set('Version', version);
  const own = { 'content-type': 'application/x-www-form-urlencoded' };
  const text = Buffer.from(form.toString());
  return { method: 'POST', path: '/', query: empty, headers: { ...passed, ...own }, body: text };
}

function isForm(headers: Headers): boolean {
  return headerOf(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true;
}

function pathOf({ service, what }: Target, { httpMethod, headers, query, body }: BackendRequest): Wire {
  // Lambda takes a missing body for an empty object, too.
  const sent = service === 'lambda' && body.length === 0 ? Buffer.from('{}') : body;
  return {
    ...{ method: httpMethod ?? 'POST', path: `/${what}`, query: parametersOf(query) },
    headers: wireHeaders(headers),
    body: sent,
  };
}

function parametersOf(query: BackendRequest['query']): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of query) parameters.append(name, value);
  return parameters;
}

function wireHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values.join(', ')]),
  );
}

/** A function is judged by its error's message, everything else by its status. */
function selectorOf(
  { service }: Target,
  { status, headers, body }: Pick<BackendAnswer, 'status' | 'headers' | 'body'>,
): string | undefined {
  if (service !== 'lambda' || status >= 400) return String(status);
  if (headerOf(headers, 'x-amz-function-error') === undefined) return undefined;
  const document = jsonOf(body.toString());
  const message = isObject(document) ? member(document, 'errorMessage') : undefined;
  return typeof message === 'string' ? message : '';
}

/** Dates as Step Functions writes them behind API Gateway: `1.486768956878E9`. */
function javaNumbers(body: string): string {
  const value = jsonOf(body);
  return value === undefined ? body : JSON.stringify(value);
}

function jsonOf(text: string) {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

import type { Instant } from '../../base/time.ts';
import type { BackendAnswer, BackendPorts } from './backend.ts';
import { ExecutionLog, mapText } from './execution-log.ts';
import { contextOf } from './gateway-context.ts';
import { forbidden, GatewayError, misconfigured, missingToken } from './gateway-error.ts';
import type { GatewayRequest, Headers, Target } from './gateway-request.ts';
import { callHttp } from './http-backend.ts';
import { answerOf } from './integration-answer.ts';
import { backendRequest, type Exchange } from './integration-request.ts';
import { proxyAnswer } from './lambda-proxy.ts';
import { answerMock } from './mock-backend.ts';
import { type Match, matchResource } from './resource-match.ts';
import type { Method } from './rest-api.ts';
import { callService } from './service-backend.ts';
import { ownOf } from './stored-apis.ts';
import type { JsonPath } from './template-variables.ts';
import { TemplateError } from './vtl/template-error.ts';

export interface InvocationPorts extends BackendPorts {
  readonly jsonPath: JsonPath;
  readonly now: () => Instant;
  readonly uuid: () => string;
}

export interface InvocationResult {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** What TestInvokeMethod shows. */
  readonly log: string;
  readonly latencyMs: number;
}

/** A method that is called without being deployed. */
export interface TestCall {
  readonly target: Target;
  readonly request: Omit<GatewayRequest, 'signal'>;
  readonly match: Match;
}

/** Answers a request to an API as its resources say. Every failure is an answer, in AWS's words. */
export async function invokeApi(
  target: Target | undefined,
  request: GatewayRequest,
  ports: InvocationPorts,
): Promise<InvocationResult> {
  return await logged(request, ports, async (log) => {
    if (target === undefined) throw forbidden();
    const match = matchResource(
      target.resources,
      request.path,
      ({ methods }) => methodOf(methods, request.method) !== undefined,
    );
    if (match === undefined) throw missingToken();
    return await invokeMethod({ target, request, match }, ports, log);
  });
}

/** Calls a method whether it is deployed or not, and whoever may call it. */
export async function testMethod(
  { target, request, match }: TestCall,
  ports: InvocationPorts,
  signal: AbortSignal,
): Promise<InvocationResult> {
  const whole = { ...request, isSigned: true, signal };
  return await logged(whole, ports, (log) => invokeMethod({ target, request: whole, match }, ports, log));
}

type Answer = Pick<InvocationResult, 'status' | 'headers' | 'body'>;

async function logged(
  { requestId }: GatewayRequest,
  ports: InvocationPorts,
  run: (log: ExecutionLog) => Promise<Answer>,
): Promise<InvocationResult> {
  const startedAt = ports.now();
  const log = new ExecutionLog(requestId, ports.now);
  const answer = await run(log).catch((error: unknown) => refused(error, log));
  log.add(`Method completed with status: ${answer.status}`);
  return { ...answer, log: log.text, latencyMs: ports.now() - startedAt };
}

function refused(error: unknown, log: ExecutionLog): Answer {
  const { status, code, message, reason } = gatewayError(error);
  log.add(reason ?? message);
  const headers = { 'Content-Type': ['application/json'], 'x-amzn-ErrorType': [code] };
  return { status, headers, body: Buffer.from(JSON.stringify({ message })) };
}

function gatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (!(error instanceof TemplateError)) throw error;
  return misconfigured(`Unable to transform: ${error.message}`);
}

async function invokeMethod(
  { target, request, match }: Omit<TestCall, 'request'> & { readonly request: GatewayRequest },
  ports: InvocationPorts,
  log: ExecutionLog,
): Promise<Answer> {
  const { resource, parameters } = match;
  const method = methodOf(resource.methods, request.method);
  if (method === undefined) throw missingToken();
  if (method.authorizationType !== 'NONE' && !request.isSigned) throw missingToken();
  const integration = method.methodIntegration;
  if (integration === undefined) throw misconfigured('No integration defined for method');
  log.add(`HTTP Method: ${request.method}, Resource Path: ${resource.path}`);
  log.add(`Method request path: ${mapText(Object.entries(parameters))}`);
  log.add(`Method request query string: ${mapText(request.query)}`);
  log.add(`Method request headers: ${mapText(Object.entries(request.headers))}`);
  log.add(`Method request body before transformations: ${request.body.toString()}`);
  const exchange: Exchange = {
    ...{ target, request, method, integration, parameters, jsonPath: ports.jsonPath, now: ports.now },
    context: contextOf(target, request, resource, ports.now()),
  };
  const answer = await answeredBy(exchange, ports, log);
  log.add('Successfully completed execution');
  return answer;
}

async function answeredBy(exchange: Exchange, ports: InvocationPorts, log: ExecutionLog): Promise<Answer> {
  const { integration } = exchange;
  const request = backendRequest(exchange);
  log.add(`Endpoint request URI: ${request.uri}`);
  log.add(`Endpoint request headers: ${mapText(Object.entries(request.headers))}`);
  log.add(`Endpoint request body after transformations: ${request.body.toString()}`);
  const sentAt = ports.now();
  if (integration.type !== 'MOCK') log.add(`Sending request to ${request.uri}`);
  const received: BackendAnswer =
    integration.type === 'MOCK'
      ? answerMock(request)
      : await (integration.type.startsWith('HTTP') ? callHttp(request, ports) : callService(request, ports));
  log.add(`Received response. Status: ${received.status}, Integration latency: ${ports.now() - sentAt} ms`);
  log.add(`Endpoint response headers: ${mapText(Object.entries(received.headers))}`);
  log.add(`Endpoint response body before transformations: ${received.body.toString()}`);
  const answer = transformed(exchange, received);
  log.add(`Method response body after transformations: ${answer.body.toString()}`);
  log.add(`Method response headers: ${mapText(Object.entries(answer.headers))}`);
  return answer;
}

function transformed(exchange: Exchange, received: BackendAnswer): Answer {
  switch (exchange.integration.type) {
    case 'AWS_PROXY':
      return withType(proxyAnswer(received.body.toString(), received.selector !== undefined));
    case 'HTTP_PROXY':
      return withType(received);
    default:
      return answerOf(exchange, received);
  }
}

/** What has no type of its own is JSON to API Gateway. */
function withType({ status, headers, body }: Answer): Answer {
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return { status, headers: hasType ? headers : { ...headers, 'Content-Type': ['application/json'] }, body };
}

function methodOf(methods: Readonly<Record<string, Method>>, name: string): Method | undefined {
  return ownOf(methods, name) ?? ownOf(methods, 'ANY');
}

import type { Actor } from '../../base/actor.ts';
import { isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { BackendRequest } from './backend.ts';
import { gatewayActor } from './gateway-actor.ts';
import { unsupportedMedia } from './gateway-error.ts';
import { type GatewayRequest, headerOf, single, type Target } from './gateway-request.ts';
import { proxyEvent } from './lambda-proxy.ts';
import { type MappingSource, mappedValue } from './parameter-mapping.ts';
import type { Integration, Method, Texts } from './rest-api.ts';
import { type JsonPath, templateVariables } from './template-variables.ts';
import { runTemplate } from './vtl/evaluate.ts';

/** A request on its way through a method. */
export interface Exchange {
  readonly target: Target;
  readonly request: GatewayRequest;
  readonly method: Method;
  readonly integration: Integration;
  /** What the path holds for `{name}`. */
  readonly parameters: Texts;
  /** `$context`; templates may set overrides in it. */
  readonly context: JsonObject;
  readonly jsonPath: JsonPath;
  readonly now: () => Instant;
}

/** Makes of a request what the integration sends on. @throws GatewayError, TemplateError */
export function backendRequest(exchange: Exchange): BackendRequest {
  const { integration, request, target, context } = exchange;
  const isProxy = integration.type === 'AWS_PROXY' || integration.type === 'HTTP_PROXY';
  // Overrides are read from it after the template has run.
  const override = { header: {}, querystring: {}, path: {} };
  // The context is ours, made for this request.
  setOwn(context as { [key: string]: Json }, 'requestOverride', override);
  const { body, type } = isProxy ? proxied(exchange) : mappedBody(exchange);
  const mapped = mappedParameters(exchange);
  const headers: Record<string, readonly string[]> = isProxy ? { ...request.headers } : {};
  if (type !== undefined && headerOf(headers, 'content-type') === undefined) headers['Content-Type'] = [type];
  for (const [name, values] of mapped.header) setHeader(headers, name, values);
  for (const [name, value] of textsIn(override, 'header')) setHeader(headers, name, [value]);
  const query = [
    ...(integration.type === 'HTTP_PROXY' ? request.query : []),
    ...mapped.querystring.flatMap(([name, values]) => values.map((value) => [name, value] as const)),
    ...textsIn(override, 'querystring'),
  ];
  const path = [
    ...mapped.path.map(([name, values]) => [name, values[0] ?? ''] as const),
    ...textsIn(override, 'path'),
  ];
  return {
    ...{ headers, query, body, scope: target.scope, actor: actorOf(exchange) },
    ...{ httpMethod: integration.httpMethod, timeoutInMillis: integration.timeoutInMillis },
    traceHeader: headerOf(request.headers, 'x-amzn-trace-id'),
    uri: filledIn(integration.uri ?? '', exchange, path),
    requestId: request.requestId,
    signal: request.signal,
  };
}

function actorOf({ target, request, context, integration }: Exchange): Actor {
  const route = `${request.method}${String(member(context, 'resourcePath') ?? '')}`;
  return gatewayActor({
    ...{ scope: target.scope, apiId: target.api.id, stage: target.stage.stageName, route },
    ...{ credentials: integration.credentials, requestId: request.requestId },
  });
}

/** Header names are the same in any case. */
function setHeader(
  headers: Record<string, readonly string[]>,
  name: string,
  values: readonly string[],
): void {
  for (const known of Object.keys(headers))
    if (known.toLowerCase() === name.toLowerCase()) delete headers[known];
  setOwn(headers, name, values);
}

function textsIn(override: JsonObject, place: string): (readonly [string, string])[] {
  const texts = member(override, place);
  return isObject(texts) ? Object.entries(texts).map(([name, value]) => [name, String(value)] as const) : [];
}

function proxied(exchange: Exchange): { readonly body: Buffer; readonly type?: string } {
  const { integration, request, parameters, context, target } = exchange;
  if (integration.type === 'HTTP_PROXY') return { body: request.body };
  const { requestOverride, ...requestContext } = context;
  const event = proxyEvent({
    ...{ request, pathParameters: parameters, context: requestContext },
    stageVariables: target.stage.variables ?? {},
  });
  return { body: Buffer.from(JSON.stringify(event)) };
}

/** By a template for the type of the body, or as it is when that is allowed. */
function mappedBody(exchange: Exchange): { readonly body: Buffer; readonly type: string } {
  const { integration, request, context, target, parameters, jsonPath, now } = exchange;
  const type = headerOf(request.headers, 'content-type') ?? 'application/json';
  const templates = integration.requestTemplates ?? {};
  const template = templateFor(templates, type);
  if (template === undefined) {
    const { passthroughBehavior } = integration;
    const isRefused =
      passthroughBehavior === 'NEVER' ||
      (passthroughBehavior === 'WHEN_NO_TEMPLATES' && Object.keys(templates).length > 0);
    if (isRefused) throw unsupportedMedia();
    return { body: request.body, type };
  }
  const variables = templateVariables({
    body: request.body.toString(),
    parameters: {
      path: { ...parameters },
      querystring: single(request.query),
      header: single(Object.entries(request.headers)),
    },
    ...{ context, stageVariables: target.stage.variables ?? {}, jsonPath },
  });
  return { body: Buffer.from(runTemplate(template, variables, now)), type: mediaType(type) };
}

function templateFor(templates: Texts, type: string): string | undefined {
  const wanted = mediaType(type);
  return Object.entries(templates).find(([known]) => mediaType(known) === wanted)?.[1];
}

/** Without parameters such as the character set. */
export function mediaType(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase();
}

type Mapped = Record<'header' | 'querystring' | 'path', (readonly [string, readonly string[]])[]>;

function mappedParameters(exchange: Exchange): Mapped {
  const mapped: Mapped = { header: [], querystring: [], path: [] };
  const source = sourceOf(exchange);
  for (const [to, expression] of Object.entries(exchange.integration.requestParameters ?? {})) {
    const [, place, name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(to) ?? [];
    if (place !== 'header' && place !== 'querystring' && place !== 'path') continue;
    const values = mappedValue(expression, source);
    if (values !== undefined) mapped[place].push([name, values]);
  }
  return mapped;
}

function sourceOf({ request, parameters, context, target, jsonPath }: Exchange): MappingSource {
  return {
    ...{ prefix: 'method.request', headers: request.headers, query: request.query, path: parameters },
    ...{ body: request.body.toString(), context, stageVariables: target.stage.variables ?? {}, jsonPath },
  };
}

/** Stage variables and path parameters in a URI. */
function filledIn(
  uri: string,
  { target, parameters, integration }: Exchange,
  mapped: readonly (readonly [string, string])[],
): string {
  const variables: JsonObject = target.stage.variables ?? {};
  const staged = uri.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) =>
    String(member(variables, name) ?? ''),
  );
  const all = new Map<string, string>(integration.type === 'HTTP_PROXY' ? Object.entries(parameters) : []);
  for (const [name, value] of mapped) all.set(name, value);
  return staged.replace(/\{([a-zA-Z0-9._-]+)\+?\}/g, (whole, name: string) => {
    const value = all.get(name);
    return value === undefined ? whole : encoded(value);
  });
}

/** Each part of a path by itself: it cannot leave the place that it is put into. */
function encoded(path: string): string {
  return path
    .split('/')
    .map((part) => (part === '.' || part === '..' ? part.replaceAll('.', '%2E') : encodeURIComponent(part)))
    .join('/');
}

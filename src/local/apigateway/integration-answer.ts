import { isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import type { BackendAnswer } from './backend.ts';
import { misconfigured } from './gateway-error.ts';
import { type Headers, headerOf } from './gateway-request.ts';
import { type Exchange, mediaType } from './integration-request.ts';
import { mappedValue } from './parameter-mapping.ts';
import type { IntegrationResponse } from './rest-api.ts';
import { ownOf } from './stored-apis.ts';
import { templateVariables } from './template-variables.ts';
import { boundedPattern } from './vtl/bounded-pattern.ts';
import { runTemplate } from './vtl/evaluate.ts';

/** Makes of an integration's answer what the method answers with. @throws GatewayError, TemplateError */
export function answerOf(
  exchange: Exchange,
  received: BackendAnswer,
): { readonly status: number; readonly headers: Headers; readonly body: Buffer } {
  const { integration, method, context } = exchange;
  const response = chosen(Object.values(integration.integrationResponses), received);
  if (ownOf(method.methodResponses, response.statusCode) === undefined)
    throw misconfigured(`Output mapping refers to an undefined method response: ${response.statusCode}`);
  const override: { [name: string]: Json } = { header: {} };
  // The context is ours, made for this request.
  setOwn(context as { [key: string]: Json }, 'responseOverride', override);
  const { body, type } = mappedBody(exchange, response, received);
  const headers: Record<string, readonly string[]> = { 'Content-Type': [type] };
  for (const [name, values] of mappedHeaders(exchange, response, received)) put(headers, name, values);
  const more = member(override, 'header');
  if (isObject(more)) for (const [name, value] of Object.entries(more)) put(headers, name, [String(value)]);
  return { status: statusOf(override, response), headers, body };
}

function chosen(
  responses: readonly IntegrationResponse[],
  { selector, status }: BackendAnswer,
): IntegrationResponse {
  const found = responses.find(({ selectionPattern: pattern }) => {
    if (pattern === undefined || pattern === '' || selector === undefined) return false;
    return boundedPattern(pattern).matches(selector);
  });
  const response =
    found ?? responses.find(({ selectionPattern: pattern }) => pattern === undefined || pattern === '');
  if (response !== undefined) return response;
  throw misconfigured(
    `No match for output mapping and no default endpoint response mapping configured. Endpoint Response Status Code: ${status}`,
  );
}

function statusOf(override: JsonObject, { statusCode }: IntegrationResponse): number {
  const status = Number(member(override, 'status') ?? statusCode);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : Number(statusCode);
}

function mappedBody(
  { request, context, target, jsonPath, now }: Exchange,
  { responseTemplates = {} }: IntegrationResponse,
  received: BackendAnswer,
): { readonly body: Buffer; readonly type: string } {
  const types = Object.keys(responseTemplates);
  const accepted = (headerOf(request.headers, 'accept') ?? '').split(',').map(mediaType);
  const type =
    types.find((one) => accepted.includes(mediaType(one))) ??
    types.find((one) => mediaType(one) === 'application/json') ??
    types[0];
  if (type === undefined) return { body: received.body, type: 'application/json' };
  const variables = templateVariables({
    body: received.body.toString(),
    parameters: { path: {}, querystring: {}, header: {} },
    ...{ context, stageVariables: target.stage.variables ?? {}, jsonPath },
  });
  const body = Buffer.from(runTemplate(ownOf(responseTemplates, type) ?? '', variables, now));
  // An empty template passes the body through on AWS, too.
  return { body: ownOf(responseTemplates, type) === '' ? received.body : body, type };
}

function mappedHeaders(
  { context, target, jsonPath }: Exchange,
  { responseParameters = {} }: IntegrationResponse,
  received: BackendAnswer,
): (readonly [string, readonly string[]])[] {
  return Object.entries(responseParameters).flatMap(([to, expression]) => {
    const name = /^method\.response\.header\.(.+)$/.exec(to)?.[1];
    if (name === undefined) return [];
    const values = mappedValue(expression, {
      ...{ prefix: 'integration.response', headers: received.headers, body: received.body.toString() },
      ...{ context, stageVariables: target.stage.variables ?? {}, jsonPath },
    });
    return values === undefined ? [] : [[name, values] as const];
  });
}

function put(headers: Record<string, readonly string[]>, name: string, values: readonly string[]): void {
  for (const known of Object.keys(headers))
    if (known.toLowerCase() === name.toLowerCase()) delete headers[known];
  setOwn(headers, name, values);
}

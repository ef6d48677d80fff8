import { isArray, isObject, type JsonObject, member, setOwn } from '../../base/json.ts';
import type { ControlOperation } from './control-operation.ts';
import { type Headers, multiple, single } from './gateway-request.ts';
import { textOf, textsOf } from './input.ts';
import { methodOf } from './method-operations.ts';
import { badRequest } from './refusals.ts';
import { matchResource } from './resource-match.ts';
import { resourceOf } from './resource-operations.ts';
import type { Resource, Texts } from './rest-api.ts';

/** Calls a method as it stands now, deployed or not. */
export const testInvokeMethod: ControlOperation = async (
  { scope, path, input, signal },
  { apis, test, uuid },
) => {
  const api = await apis.get(scope, path[0] ?? '');
  const resource = resourceOf(api, path[1] ?? '');
  const { httpMethod } = methodOf(api, path);
  const [asked = '', search = ''] = splitOnce(textOf(input, 'pathWithQueryString') ?? resource.path);
  const found = await test(
    {
      target: {
        ...{ scope, api, resources: api.resources },
        stage: {
          ...{ stageName: 'test-invoke-stage', deploymentId: '' },
          variables: textsOf(input, 'stageVariables') ?? {},
        },
      },
      match: { resource, parameters: parametersOf(api.resources, resource, asked) },
      request: {
        ...{ method: httpMethod === 'ANY' ? 'GET' : httpMethod, path: asked === '' ? resource.path : asked },
        query: [...new URLSearchParams(search)],
        headers: headersOf(input),
        body: Buffer.from(textOf(input, 'body') ?? ''),
        ...{ requestId: uuid(), sourceIp: 'test-invoke-source-ip', isSigned: true },
      },
    },
    signal,
  );
  const headers = Object.entries(found.headers).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  return {
    status: 200,
    body: {
      ...{ status: found.status, body: found.body.toString(), log: found.log, latency: found.latencyMs },
      ...{ headers: single(headers), multiValueHeaders: multiple(headers) },
    },
  };
};

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf('?');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** What the path that was given holds for the names in the resource's own. */
function parametersOf(
  resources: Readonly<Record<string, Resource>>,
  resource: Resource,
  path: string,
): Texts {
  return matchResource(resources, path, ({ id }) => id === resource.id)?.parameters ?? {};
}

function headersOf(input: JsonObject): Headers {
  const headers: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(textsOf(input, 'headers') ?? {})) setOwn(headers, name, [value]);
  const many = member(input, 'multiValueHeaders');
  if (many === undefined || many === null) return headers;
  if (!isObject(many)) throw badRequest("Invalid value for 'multiValueHeaders'");
  for (const [name, values] of Object.entries(many))
    if (isArray(values)) setOwn(headers, name, values.map(String));
  return headers;
}

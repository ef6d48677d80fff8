import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { misconfigured } from './gateway-error.ts';
import { type Headers, headerOf } from './gateway-request.ts';
import type { Texts } from './rest-api.ts';
import { bodyValue, type JsonPath } from './template-variables.ts';

/** Where mapping expressions read from; `method.request` or `integration.response`. */
export interface MappingSource {
  readonly prefix: 'method.request' | 'integration.response';
  readonly headers: Headers;
  readonly query?: readonly (readonly [string, string])[];
  readonly path?: Texts;
  readonly body: string;
  readonly context: JsonObject;
  readonly stageVariables: JsonObject;
  readonly jsonPath: JsonPath;
}

/**
 * The value of a mapping expression: `'literal'`, `method.request.header.X`, `integration.response.body.a.b`,
 * `context.requestId`, `stageVariables.x`. Undefined when there is nothing, and then nothing is set.
 *
 * @throws GatewayError when it cannot be read.
 */
export function mappedValue(expression: string, source: MappingSource): readonly string[] | undefined {
  if (/^'.*'$/s.test(expression)) return [expression.slice(1, -1)];
  if (expression.startsWith('stageVariables.'))
    return one(member(source.stageVariables, expression.slice('stageVariables.'.length)));
  if (expression.startsWith('context.')) return one(memberAt(source.context, expression.slice(8).split('.')));
  const { prefix } = source;
  if (!expression.startsWith(`${prefix}.`)) throw invalid(expression);
  const [place = '', ...rest] = expression.slice(prefix.length + 1).split('.');
  const name = rest.join('.');
  switch (place) {
    case 'header':
      return one(headerOf(source.headers, name));
    case 'multivalueheader':
      return all(
        Object.entries(source.headers).flatMap(([key, values]) =>
          key.toLowerCase() === name.toLowerCase() ? values : [],
        ),
      );
    case 'querystring':
      return one(source.query?.findLast(([key]) => key === name)?.[1]);
    case 'multivaluequerystring':
      return all((source.query ?? []).filter(([key]) => key === name).map(([, value]) => value));
    case 'path':
      return one(member(source.path ?? {}, name));
    case 'body':
      return name === '' ? [source.body] : one(inBody(name, source));
    default:
      throw invalid(expression);
  }
}

function inBody(name: string, { body, jsonPath }: MappingSource): Json | undefined {
  const { value, problem } = jsonPath(`$.${name}`, bodyValue(body));
  if (problem !== undefined) throw misconfigured(`Invalid JSONPath ${name}: ${problem}`);
  return value;
}

function memberAt(value: JsonObject, names: readonly string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const name of names) at = isObject(at) ? member(at, name) : undefined;
  return at;
}

function one(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function all(values: readonly string[]): readonly string[] | undefined {
  return isArray(values) && values.length > 0 ? values : undefined;
}

function invalid(expression: string) {
  return misconfigured(`Invalid mapping expression specified: ${expression}`);
}

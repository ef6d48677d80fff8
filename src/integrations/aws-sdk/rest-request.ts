import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { EndpointRequest } from '../endpoint/endpoint.ts';
import type { ServiceFacts } from './facts.ts';
import type { Member, MomentFormat, Type } from './notation.ts';
import { missingParameter } from './parameters.ts';
import type { SdkOperation } from './sdk-operation.ts';
import { writeJson } from './wire-json.ts';
import { printedValue, writeBlob, writeMoment } from './wire-value.ts';
import { writeXml } from './wire-xml.ts';

/** The request of a REST API: parameters stand in its path, its query, its headers and its body. */
export function restRequest(
  facts: ServiceFacts,
  operation: SdkOperation,
  parameters: JsonObject,
): Omit<EndpointRequest, 'scope'> {
  const query = new URLSearchParams(operation.query);
  const { type, body } = bodyOf(facts, operation, parameters);
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  for (const one of operation.input) {
    const value = member(parameters, one.name);
    if (value === undefined) continue;
    if (one.place === 'query') addToQuery(query, one, value);
    if (one.place === 'header') headers[one.wire.toLowerCase()] = headerOf(one, value);
    if (one.place === 'headers') addHeaders(headers, one, value);
  }
  return { method: operation.method, path: pathOf(operation, parameters), query, headers, body };
}

function pathOf({ path, input }: SdkOperation, parameters: JsonObject): string {
  return path.replace(/\{([^}+]+)(\+?)\}/g, (_, wire: string, isGreedy: string) => {
    const name = input.find((one) => one.place === 'uri' && one.wire === wire)?.name ?? wire;
    const text = printedValue(member(parameters, name) ?? '');
    if (text === '') throw missingParameter(name);
    if (name === 'Bucket' && text.includes('/'))
      throw runtime('The value for the field "Bucket" must be the name of a bucket');
    return isGreedy === '' ? escaped(text) : text.split('/').map(escaped).join('/');
  });
}

/** `encodeURIComponent` leaves what signatures do not. */
function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function addToQuery(query: URLSearchParams, { wire, type }: Member, value: Json): void {
  if (type.kind === 'list' && isArray(value))
    for (const item of value) query.append(wire, plain(item, type.item, 'iso'));
  else if (type.kind === 'map' && isObject(value))
    for (const [key, one] of Object.entries(value)) query.append(key, plain(one, type.of, 'iso'));
  else query.set(wire, plain(value, type, 'iso'));
}

function headerOf({ name, type }: Member, value: Json): string {
  const text =
    type.kind === 'list' && isArray(value)
      ? value.map((item) => plain(item, type.item, 'http')).join(', ')
      : plain(value, type, 'http');
  if (/^[\t\x20-\x7e]*$/.test(text)) return text;
  throw runtime(`The value for the field "${name}" has characters that no header can have`);
}

function addHeaders(headers: Record<string, string>, one: Member, value: Json): void {
  for (const [key, text] of Object.entries(isObject(value) ? value : {})) {
    if (!/^[\w-]+$/.test(key)) throw runtime(`"${key}" cannot be the name of a header`);
    headers[`${one.wire}${key}`.toLowerCase()] = headerOf({ ...one, type: { kind: 'text' } }, text);
  }
}

function plain(value: Json, type: Type, usual: MomentFormat): string {
  return printedValue(type.kind === 'moment' ? writeMoment(value, type.format ?? usual) : value);
}

interface Body {
  readonly type?: string;
  readonly body: string;
}

function bodyOf(
  { protocol, namespace }: ServiceFacts,
  { input }: SdkOperation,
  parameters: JsonObject,
): Body {
  const payload = input.find(({ place }) => place === 'payload');
  if (payload !== undefined) return payloadOf(payload, parameters, { protocol, namespace });
  if (!input.some(({ place }) => place === 'body')) return { body: '' };
  return { type: 'application/json', body: JSON.stringify(writeJson(parameters, input)) };
}

function payloadOf(
  { name, wire, type }: Member,
  parameters: JsonObject,
  { protocol, namespace }: Pick<ServiceFacts, 'protocol' | 'namespace'>,
): Body {
  const value = member(parameters, name);
  if (value === undefined) return { body: '' };
  if (type.kind === 'structure' && isObject(value)) {
    const members = type.members();
    return protocol === 'rest-xml'
      ? { type: 'application/xml', body: writeXml(wire, value, { members, namespace }) }
      : { type: 'application/json', body: JSON.stringify(writeJson(value, members)) };
  }
  return { body: type.kind === 'blob' ? writeBlob(value) : printedValue(value) };
}

function runtime(cause: string): StateError {
  return new StateError('States.Runtime', cause);
}

import { isArray, isNumber, isObject, type JsonObject, member, toNumber } from '../../base/json.ts';
import { ServiceRefusal } from '../service/refusal.ts';

export function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('ValidationException', message);
}

/** A member that is text, or absent. @throws ServiceRefusal for anything else. */
export function textIn(input: JsonObject, name: string): string | undefined {
  const value = member(input, name) ?? null;
  if (value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new ServiceRefusal('SerializationException', `${name} is not a string.`);
}

/** A member that must be text of this form. */
export function requiredText(input: JsonObject, name: string, form = /^.+$/s): string {
  const value = textIn(input, name);
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (value === undefined) throw constraint(`Value null at '${field}'`, 'Member must not be null');
  if (form.test(value)) return value;
  throw constraint(
    `Value '${value}' at '${field}'`,
    `Member must satisfy regular expression pattern: ${form.source.slice(1, -1)}`,
  );
}

function constraint(what: string, why: string): ServiceRefusal {
  return invalid(`1 validation error detected: ${what} failed to satisfy constraint: ${why}`);
}

export function objectsIn(input: JsonObject, name: string): readonly JsonObject[] {
  const value = member(input, name) ?? [];
  if (isArray(value) && value.every((one) => isObject(one))) return value;
  throw new ServiceRefusal('SerializationException', `${name} is not a list of structures.`);
}

export function textsIn(input: JsonObject, name: string): readonly string[] {
  const value = member(input, name) ?? [];
  if (isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new ServiceRefusal('SerializationException', `${name} is not a list of strings.`);
}

/** `[{Key, Value}]` */
export function tagsIn(input: JsonObject): Record<string, string> {
  return Object.fromEntries(
    objectsIn(input, 'Tags').map((tag) => [requiredText(tag, 'Key'), textIn(tag, 'Value') ?? '']),
  );
}

/** One page of a list, and the token of the next. @throws ServiceRefusal for a token that is none. */
export function pageOf<Item>(
  input: JsonObject,
  items: readonly Item[],
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const token = textIn(input, 'NextToken');
  const place = token === undefined ? '0' : Buffer.from(token, 'base64url').toString();
  if (!/^\d{1,9}$/.test(place)) throw invalid('NextToken is not valid.');
  const start = Number(place);
  const given = member(input, 'Limit');
  const limit = isNumber(given) ? Math.min(Math.max(toNumber(given), 1), PAGE_MAX) : PAGE_MAX;
  const end = start + limit;
  const next = end < items.length ? { NextToken: Buffer.from(`${end}`).toString('base64url') } : {};
  return { page: items.slice(start, end), next };
}

const PAGE_MAX = 100;

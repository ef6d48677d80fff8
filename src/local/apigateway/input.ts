import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  setOwn,
  toNumber,
} from '../../base/json.ts';
import { badRequest } from './refusals.ts';
import type { Texts } from './rest-api.ts';

/** @throws ServiceRefusal when it is there and no text. */
export function textOf(input: JsonObject, name: string): string | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw badRequest(`Invalid value for '${name}': a string was expected`);
}

/** @throws ServiceRefusal when it is not there, or no text. */
export function requiredText(input: JsonObject, name: string): string {
  const value = textOf(input, name);
  if (value !== undefined && value !== '') return value;
  throw badRequest(`Invalid request input: '${name}' is missing`);
}

export function flagOf(input: JsonObject, name: string): boolean {
  return isTrue(member(input, name));
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}

export function numberOf(input: JsonObject, name: string): number | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (isNumber(value)) return toNumber(value);
  throw badRequest(`Invalid value for '${name}': a number was expected`);
}

/** @throws ServiceRefusal when it is no map of texts. */
export function textsOf(input: JsonObject, name: string): Texts | undefined {
  return mapOf(input, name, (value) => {
    if (typeof value === 'string') return value;
    throw badRequest(`Invalid value for '${name}': a map of strings was expected`);
  });
}

export function flagsOf(input: JsonObject, name: string): Record<string, boolean> | undefined {
  return mapOf(input, name, isTrue);
}

export function listOf(input: JsonObject, name: string): string[] | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (isArray(value)) return value.map(String);
  throw badRequest(`Invalid value for '${name}': a list was expected`);
}

function mapOf<Value>(
  input: JsonObject,
  name: string,
  read: (value: Json) => Value,
): Record<string, Value> | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw badRequest(`Invalid value for '${name}': a map was expected`);
  const map: Record<string, Value> = {};
  for (const [key, item] of Object.entries(value)) setOwn(map, key, read(item));
  return map;
}

/** Without the members that are undefined: `exactOptionalPropertyTypes` tells them from those that are not there. */
export function present<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  // Exactly the members whose value is not undefined.
  return Object.fromEntries(entries) as { [Key in keyof Value]: Exclude<Value[Key], undefined> };
}

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
import { ApiError } from '../client.ts';
import { isGone, isMissingHere, isTaken } from './aws.ts';
import type { Made } from './resource-type.ts';

/** Whether a call finds what it asks for. Undefined: the server does not have the call. */
export async function found(call: Promise<unknown>): Promise<boolean | undefined> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    if (isMissingHere(error)) return undefined;
    throw error;
  }
}

/** A deletion; what is gone already, or was never there, is deleted. */
export async function deleted(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isGone(error) && !isMissingHere(error)) throw error;
  }
}

/**
 * Makes something, or takes what an earlier attempt has made.
 *
 * @param mayExist Whether there was an earlier attempt: otherwise what has the name is none of this stack's.
 */
export async function madeOrTaken<Result>(
  mayExist: boolean,
  make: () => Promise<Result>,
  take: () => Promise<Result>,
): Promise<Result> {
  try {
    return await make();
  } catch (error) {
    if (!mayExist || !isTaken(error)) throw error;
    return await take();
  }
}

/**
 * Makes something that other resources can do without: where the server does not have it yet, it is written down
 * in the stack, and said to be.
 */
export async function madeOrNoted(made: Made, make: () => Promise<Partial<Made>>): Promise<Made> {
  try {
    return { ...made, ...(await make()) };
  } catch (error) {
    if (!isMissingHere(error)) throw error;
    return { ...made, note: 'written down only: this server does not have it yet' };
  }
}

/** A property as text; empty when it is not there. Templates write numbers and booleans as they like. */
export function textOf(properties: JsonObject, key: string): string {
  return textFrom(member(properties, key)) ?? '';
}

export function textFrom(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return isNumber(value) ? String(toNumber(value)) : undefined;
}

export function numberFrom(value: Json | undefined): number | undefined {
  const text = textFrom(value);
  return text === undefined || text.trim() === '' || !Number.isFinite(Number(text))
    ? undefined
    : Number(text);
}

export function flagFrom(value: Json | undefined): boolean | undefined {
  const text = textFrom(value);
  return text === undefined ? undefined : text === 'true';
}

export function objectOf(properties: JsonObject, key: string): JsonObject {
  const value = member(properties, key);
  return isObject(value) ? value : {};
}

export function listOf(properties: JsonObject, key: string): readonly Json[] {
  const value = member(properties, key);
  return isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

export function objectsOf(properties: JsonObject, key: string): readonly JsonObject[] {
  return listOf(properties, key).filter(isObject);
}

/** A document that may be given as text or as an object, as the text that APIs want. */
export function documentText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `[{ Key, Value }]` as a map. */
export function tagMap(value: Json | undefined): JsonObject {
  const tags: { [key: string]: Json } = {};
  if (isObject(value)) return value;
  for (const tag of isArray(value) ? value.filter(isObject) : [])
    setOwn(tags, textOf(tag, 'Key'), textOf(tag, 'Value'));
  return tags;
}

/** Members by name, without those that are undefined. */
export function defined(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) setOwn(result, key, value);
  return result;
}

/** Keys as JSON services and REST services write them: `RoleArn` -> `roleArn`, in every object. */
export function camelKeys(value: Json): Json {
  if (isArray(value)) return value.map(camelKeys);
  if (!isObject(value)) return value;
  const result: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value))
    setOwn(result, key.charAt(0).toLowerCase() + key.slice(1), camelKeys(inner));
  return result;
}

/** A refusal of our own that stops one resource, as the server's do. */
export function refused(code: string, message: string): ApiError {
  return new ApiError(code, message);
}

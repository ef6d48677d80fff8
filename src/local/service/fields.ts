import {
  isArray,
  isExactNumber,
  isObject,
  type Json,
  type JsonArray,
  type JsonObject,
  member,
} from '../../base/json.ts';
import { ServiceRefusal } from './refusal.ts';

/** @throws ServiceRefusal when it is there and no string. */
export function textIn(input: JsonObject, name: string): string | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw wrongType(name, 'a string');
}

/** A whole number, or its digits: forms have no numbers. @throws ServiceRefusal when it is there and neither. */
export function wholeIn(input: JsonObject, name: string): number | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  const text = isExactNumber(value) ? value.rawJSON : value;
  const number = typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw wrongType(name, 'a whole number');
}

/** @throws ServiceRefusal when it is there and no list. */
export function listIn(input: JsonObject, name: string): JsonArray | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (isArray(value)) return value;
  throw wrongType(name, 'a list');
}

/** @throws ServiceRefusal when it is there and no list of strings. */
export function textsIn(input: JsonObject, name: string): string[] | undefined {
  return listIn(input, name)?.map((item) => {
    if (typeof item === 'string') return item;
    throw wrongType(name, 'a list of strings');
  });
}

/** @throws ServiceRefusal when it is there and no object. */
export function objectIn(input: JsonObject, name: string): JsonObject | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  throw wrongType(name, 'an object');
}

/** The members of an object of strings. @throws ServiceRefusal when it is there and no such object. */
export function entriesIn(input: JsonObject, name: string): [string, string][] | undefined {
  const value = objectIn(input, name);
  return (
    value &&
    Object.entries(value).map(([key, text]: [string, Json]) => {
      if (typeof text === 'string') return [key, text];
      throw wrongType(name, 'an object of strings');
    })
  );
}

/** What JSON text says; undefined when it is none. */
export function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function wrongType(name: string, wanted: string): ServiceRefusal {
  return new ServiceRefusal('SerializationException', `${name} must be ${wanted}.`);
}

import { isArray, isObject, type Json, type JsonObject, setOwn } from '../../base/json.ts';

/**
 * The parameters of a task under the names of a service whose members begin with a small letter: Step Functions has
 * every service's in PascalCase. Only for requests without members that the caller names.
 */
export function lowerCamel(value: Json): Json {
  return renamed(value, lowerFirst);
}

/** A service's answer as a task sees it. */
export function pascal(value: Json): Json {
  return renamed(value, upperFirst);
}

/** `startExecution` as the API has it: `StartExecution`. */
export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function renamed(value: Json, rename: (name: string) => string): Json {
  if (isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isObject(value)) return value;
  const copy: { [name: string]: Json } = {};
  for (const [name, one] of Object.entries(value)) setOwn(copy, rename(name), renamed(one, rename));
  return copy;
}

/** An object with its members' values changed, at every depth, where `change` knows their names. */
export function withMembers(
  object: JsonObject,
  change: (name: string, value: Json) => Json | undefined,
): JsonObject {
  const copy: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(object)) {
    setOwn(copy, name, change(name, value) ?? deepened(value, change));
  }
  return copy;
}

function deepened(value: Json, change: (name: string, value: Json) => Json | undefined): Json {
  if (isArray(value)) return value.map((item) => deepened(item, change));
  return isObject(value) ? withMembers(value, change) : value;
}

/** A moment in seconds as the SDK for Java 2 prints it: `2026-01-01T12:00:00.500Z`, or without a fraction. */
export function isoTimestamp(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().replace('.000Z', 'Z');
}

import { assert } from '../base/assert.ts';
import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonArray,
  type JsonObject,
  member,
  toNumber,
} from '../base/json.ts';

/** Fields of a definition that the validator has passed: one of the wrong type is our own mistake. */

export function stringField(object: JsonObject, name: string): string | undefined {
  const value = member(object, name);
  if (value === undefined) return undefined;
  assert(typeof value === 'string', `${name} is a string in a valid definition`);
  return value;
}

export function numberField(object: JsonObject, name: string): number | undefined {
  const value = member(object, name);
  if (value === undefined) return undefined;
  assert(isNumber(value), `${name} is a number in a valid definition`);
  return toNumber(value);
}

export function objectField(object: JsonObject, name: string): JsonObject | undefined {
  const value = member(object, name);
  if (value === undefined) return undefined;
  return objectOf(value, name);
}

function arrayField(object: JsonObject, name: string): JsonArray | undefined {
  const value = member(object, name);
  if (value === undefined) return undefined;
  assert(isArray(value), `${name} is an array in a valid definition`);
  return value;
}

export function objectsField(object: JsonObject, name: string): readonly JsonObject[] | undefined {
  return arrayField(object, name)?.map((value) => objectOf(value, name));
}

export function stringsField(object: JsonObject, name: string): readonly string[] {
  return (arrayField(object, name) ?? []).map((value) => {
    assert(typeof value === 'string', `${name} lists strings in a valid definition`);
    return value;
  });
}

export function objectOf(value: Json, name: string): JsonObject {
  assert(isObject(value), `${name} is an object in a valid definition`);
  return value;
}

type Given<Fields> = {
  readonly [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  readonly [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<
    Fields[Name],
    undefined
  >;
};

/** The same fields without those that are undefined: an absent step must be absent, not undefined. */
export function given<Fields extends object>(fields: Fields): Given<Fields> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  // The compiler does not follow which entries a filter removes.
  return Object.fromEntries(present) as Given<Fields>;
}

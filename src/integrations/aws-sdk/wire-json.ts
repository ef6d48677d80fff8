import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import type { Member, Type } from './notation.ts';
import { readMoment, writeBase64, writeMoment } from './wire-value.ts';

/** Parameters as AWS's JSON has them: the members that stand in the body, under the service's names. */
export function writeJson(parameters: JsonObject, members: readonly Member[]): JsonObject {
  const body: { [name: string]: Json } = {};
  for (const { name, wire, place, type } of members) {
    const value = place === 'body' ? member(parameters, name) : undefined;
    if (value !== undefined) body[wire] = written(value, type);
  }
  return body;
}

/** @param value Fits the type: `sdkParameters` has made it. */
function written(value: Json, type: Type): Json {
  if (type.kind === 'blob') return writeBase64(value);
  if (type.kind === 'moment') return writeMoment(value, type.format ?? 'seconds');
  if (type.kind === 'structure') return isObject(value) ? writeJson(value, type.members()) : value;
  return inside(value, type, written);
}

/** An answer as a Task state sees it: the members that are known, under the SDK's names. */
export function readJson(body: JsonObject, members: readonly Member[]): JsonObject {
  const result: { [name: string]: Json } = {};
  for (const { name, wire, place, type } of members) {
    const value = place === 'body' ? member(body, wire) : undefined;
    if (value !== undefined && value !== null) result[name] = readJsonValue(value, type);
  }
  return result;
}

function readJsonValue(value: Json, type: Type): Json {
  if (type.kind === 'blob')
    return typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value;
  if (type.kind === 'moment') return readMoment(value);
  if (type.kind === 'structure') return isObject(value) ? readJson(value, type.members()) : value;
  return inside(value, type, readJsonValue);
}

/** Items of a list, values of a map; anything else as it is. */
function inside(value: Json, type: Type, change: (value: Json, type: Type) => Json): Json {
  if (type.kind === 'list' && isArray(value)) return value.map((item) => change(item, type.item));
  if (type.kind !== 'map' || !isObject(value)) return value;
  const copy: { [name: string]: Json } = {};
  for (const [key, one] of Object.entries(value)) setOwn(copy, key, change(one, type.of));
  return copy;
}

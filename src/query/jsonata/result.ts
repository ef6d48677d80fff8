import { isExactNumber, type Json, setOwn } from '../../base/json.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import { isCallable, isList, isRecord, memberOf, Tuple, type Value } from './value.ts';

/** AWS's bound on memory, in characters of JSON: more could be computed, but not be kept. */
const TEXT_LENGTH_MAX = 10 * 1024 * 1024;
/** As deep as JSON may be that comes in. */
const DEPTH_MAX = 500;

/** The answer holds a function. */
export class UnsupportedResult extends Error {
  override readonly name = 'UnsupportedResult';
}

/**
 * The value as plain JSON. What is no number in JSON becomes text, as on AWS: `[1/0]` answers `["Infinity"]`.
 * Data that only passed through is the same object as before.
 *
 * @throws UnsupportedResult when there is a function in it.
 * @throws JsonataFailure when it would be too large or too deep as text.
 */
export function toJson(value: Exclude<Value, undefined>): Json {
  return new Writer().write(value, 0) ?? null;
}

class Writer {
  #left = TEXT_LENGTH_MAX;

  /** undefined only for nothing, which objects leave out. */
  write(value: Value, depth: number): Json | undefined {
    this.#left -= typeof value === 'string' ? value.length + 2 : 2;
    if (this.#left < 0) throw JsonataFailure.tooLarge();
    if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
      return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (isExactNumber(value)) return value;
    if (isCallable(value)) throw new UnsupportedResult();
    if (depth > DEPTH_MAX) throw JsonataFailure.tooDeep();
    if (isList(value)) return this.#list(value, depth);
    return isRecord(value) ? this.#object(value, depth) : this.write(itemOf(value), depth);
  }

  #list(list: readonly Value[] & { readonly flags?: number }, depth: number): Json {
    const written: Json[] = [];
    let isSame = list.flags === undefined;
    for (const item of list) {
      const json = this.write(item, depth + 1) ?? null;
      if (json !== item) isSame = false;
      written.push(json);
    }
    // The same items and no mark: it is what came in.
    return isSame ? (list as Json) : written;
  }

  #object(object: { readonly [key: string]: Value }, depth: number): Json {
    const written: { [key: string]: Json } = {};
    let isSame = true;
    for (const key of Object.keys(object)) {
      this.#left -= key.length;
      const value = memberOf(object, key);
      const json = this.write(value, depth + 1);
      if (json !== value || json === undefined) isSame = false;
      if (json !== undefined) setOwn(written, key, json);
    }
    // The same members: it is what came in, or as good.
    return isSame ? (object as Json) : written;
  }
}

function itemOf(value: Value): Value {
  return value instanceof Tuple ? value.item : undefined;
}

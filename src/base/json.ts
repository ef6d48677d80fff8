/**
 * A number whose text JavaScript would change: `0.0`, `1.0E10`, integers beyond 2^53.
 * Made by `parseJson`, printed as it is by `JSON.stringify` (it is the platform's own `JSON.rawJSON`).
 */
export interface ExactNumber {
  readonly rawJSON: string;
}

export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [key: string]: Json;
}
export type Json = null | boolean | number | string | ExactNumber | JsonArray | JsonObject;

/** Deeper values overflow `JSON.stringify` and every recursive walk; AWS's own bound is not published. */
export const JSON_DEPTH_MAX = 500;

// TypeScript's library does not know these two yet (ES2026, in V8 since 11.4).
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
};

/**
 * Parses JSON text from outside as AWS (Jackson) reads it: integers exactly, fractions as doubles in Java's
 * notation.
 *
 * @throws SyntaxError when the text is not JSON or nested deeper than `JSON_DEPTH_MAX`.
 */
export function parseJson(text: string): Json {
  if (text.length > 2 * JSON_DEPTH_MAX) rejectDeep(text);
  return parseOwnJson(text);
}

/** Parses text of our own, of any depth: a workflow may wrap its values again and again. */
export function parseOwnJson(text: string): Json {
  // Only these forms can lose their text in a double; most documents have none and parse natively, 10 times as fast.
  if (!NEEDS_CARE.test(text)) return JSON.parse(text);
  // The library's type of a reviver lacks its third argument, which V8 passes.
  return JSON.parse(text, keepNumber as (key: string, value: unknown) => unknown);
}

/** Where a number may begin, one that is no short integer. Dates, UUIDs and ranges (`[1..3]`) inside strings mostly do not. */
const NEEDS_CARE = /(?:^|[[:,\s])-?(?:\d+(?:\.\d|[eE][-+\d])|\d{16})|(?:^|[[:,\s])-0/;

function keepNumber(_key: string, value: Json, context: { source?: string }): Json {
  if (typeof value !== 'number' || context.source === undefined) return value;
  const text = /[.eE]/.test(context.source) ? javaDouble(value) : integerText(context.source);
  return text === String(value) ? value : rawJSON(text);
}

function integerText(source: string): string {
  return source === '-0' ? '0' : source;
}

/** Prints a double as Java's `Double.toString` does: `1.0`, `0.001`, `1.0E10`, `1.0E-4`. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : value < 0 ? '-Infinity' : 'NaN';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}

/** An ExactNumber for this text, or a plain number when nothing would be lost. */
export function numberFromText(text: string): number | ExactNumber {
  const value = Number(text);
  return String(value) === text ? value : rawJSON(text);
}

function rejectDeep(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > JSON_DEPTH_MAX) throw new SyntaxError(`nested deeper than ${JSON_DEPTH_MAX} levels`);
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return typeof value === 'object' && value !== null && isRawJSON(value);
}

/** A JSON object: neither null, nor an array, nor an ExactNumber. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJSON(value);
}

export function isArray(value: Json | undefined): value is JsonArray {
  return Array.isArray(value);
}

export function isNumber(value: Json | undefined): value is number | ExactNumber {
  return typeof value === 'number' || isExactNumber(value);
}

/** The double nearest to a JSON number. */
export function toNumber(value: number | ExactNumber): number {
  return typeof value === 'number' ? value : Number(value.rawJSON);
}

/** JSON's name for the type of a value, as AWS's messages print it. */
export function typeName(value: Json): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  const type = typeof value;
  return type === 'boolean' || type === 'string' ? type : 'object';
}

/** An own member, or undefined: never what `Object.prototype` would answer. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own member under any name: plain assignment of `__proto__` would change the prototype instead. */
export function setOwn<Value>(object: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else object[key] = value;
}

/** Equality of JSON values: member order does not matter, numbers compare as numbers. */
export function equalJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return toNumber(a) === toNumber(b);
  if (isArray(a)) {
    return isArray(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const other = member(b, key);
    return other !== undefined && equalJson(member(a, key) ?? null, other);
  });
}

import { isArray, isNumber, isObject, type Json, javaDouble, member, toNumber } from '../base/json.ts';

/** Deeper data would overflow the stack; parsed data never is. */
const DEPTH_MAX = 1000;

/** A value as Java's `toString` prints it, which AWS's texts show: `{Arg1=1, Arg2=[a, null]}`. */
export function javaText(value: Json, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > DEPTH_MAX) return '...';
  if (isArray(value)) return `[${value.map((item) => javaText(item, depth + 1)).join(', ')}]`;
  if (!isObject(value)) return isNumber(value) ? numberText(value) : String(value);
  const members = Object.keys(value).map(
    (key) => `${key}=${javaText(member(value, key) ?? null, depth + 1)}`,
  );
  return `{${members.join(', ')}}`;
}

function numberText(value: Json): string {
  return typeof value === 'number' && !Number.isInteger(value) ? javaDouble(value) : JSON.stringify(value);
}

/** The Java class that holds such a value. */
export function javaClass(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  if (isArray(value)) return 'java.util.ArrayList';
  if (isObject(value)) return 'java.util.LinkedHashMap';
  const number = isNumber(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number) || /[.eE]/.test(JSON.stringify(value))) return 'java.lang.Double';
  if (Math.abs(number) < 2 ** 31) return 'java.lang.Integer';
  return Math.abs(number) < 2 ** 63 ? 'java.lang.Long' : 'java.math.BigInteger';
}

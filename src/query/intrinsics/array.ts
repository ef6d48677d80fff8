import { equalJson, isArray, isNumber, isObject, type Json, member, toNumber } from '../../base/json.ts';
import { sizeUpTo } from '../size.ts';
import { fail, type Intrinsic, intrinsic, listAt, numberAt, roundedAt } from './call.ts';

/** Developer Guide, "Intrinsics for arrays". */
const RANGE_LENGTH_MAX = 1000;
/** The same values put into one list again and again would be small in memory and huge as text. */
const TEXT_LENGTH_MAX = 4 * 1024 * 1024;

export const array: Intrinsic = {
  valuesMin: 0,
  valuesMax: Number.POSITIVE_INFINITY,
  evaluate(call) {
    if (sizeUpTo(call.values, TEXT_LENGTH_MAX) >= TEXT_LENGTH_MAX) fail(call, 'the result is too large');
    return call.values;
  },
};

export const arrayPartition: Intrinsic = intrinsic(2, (call) => {
  const list = listAt(call, 0);
  const size = Math.floor(numberAt(call, 1));
  if (size < 1) fail(call, `the chunk size must be a positive integer, not ${size}`);
  const chunks: Json[] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
});

export const arrayContains: Intrinsic = intrinsic(2, (call) =>
  listAt(call, 0).some((item) => equalJson(item, call.values[1] ?? null)),
);

export const arrayRange: Intrinsic = intrinsic(3, (call) => {
  const [first, last, step] = [roundedAt(call, 0), roundedAt(call, 1), roundedAt(call, 2)];
  if (step === 0) fail(call, 'the step must not be 0');
  const length = Math.floor((last - first) / step) + 1;
  if (length > RANGE_LENGTH_MAX) fail(call, `the range has more than ${RANGE_LENGTH_MAX} items`);
  return Array.from({ length: Math.max(0, length) }, (_item, i) => first + i * step);
});

export const arrayGetItem: Intrinsic = intrinsic(2, (call) => {
  const list = listAt(call, 0);
  const index = numberAt(call, 1);
  if (!Number.isInteger(index)) fail(call, `the index must be an integer, not ${index}`);
  if (index < 0 || index >= list.length)
    fail(call, `the index ${index} is out of range for an array of ${list.length}`);
  return list[index] ?? null;
});

export const arrayLength: Intrinsic = intrinsic(1, (call) => listAt(call, 0).length);

/** Keeps the first of equal items; by text, so that long lists do not take quadratic time. */
export const arrayUnique: Intrinsic = intrinsic(1, (call) => {
  const items = new Map<string, Json>();
  for (const item of listAt(call, 0)) {
    const key = canonicalText(item);
    if (!items.has(key)) items.set(key, item);
  }
  return [...items.values()];
});

/** The same for equal values: members sorted, numbers by value. */
function canonicalText(value: Json): string {
  if (isNumber(value)) return String(toNumber(value));
  if (isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalText(member(value, key) ?? null)}`).join(',')}}`;
}

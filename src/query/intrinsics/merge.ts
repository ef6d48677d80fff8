import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { type Call, fail, type Intrinsic, intrinsic, mismatch } from './call.ts';

/** AWS accepts `false` only for the third argument: a shallow merge. */
export const jsonMerge: Intrinsic = intrinsic(3, (call) => {
  const isDeep = call.values[2];
  if (typeof isDeep !== 'boolean') return mismatch(call, 2, 'a boolean');
  if (isDeep) return fail(call, 'only the shallow merge (false) is supported');
  // Spreading defines members: a `__proto__` in the data stays data.
  return { ...objectAt(call, 0), ...objectAt(call, 1) };
});

function objectAt(call: Call, at: number): JsonObject {
  const value: Json | undefined = call.values[at];
  return isObject(value) ? value : mismatch(call, at, 'an object');
}

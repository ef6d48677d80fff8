import { isArray, isObject, type Json, member } from '../base/json.ts';

/** About the length of a value's JSON text, counted no further than `limit`: what can still be afforded. */
export function sizeUpTo(value: Json, limit: number): number {
  // A stack of our own: what has been put together here may be deeper than what was parsed.
  const left: Json[] = [value];
  let size = 0;
  for (let next = left.pop(); next !== undefined && size < limit; next = left.pop()) {
    size += 2;
    if (typeof next === 'string') size += next.length;
    else if (isArray(next)) {
      for (const item of next) left.push(item);
    } else if (isObject(next)) {
      for (const key of Object.keys(next)) {
        size += key.length + 3;
        left.push(member(next, key) ?? null);
      }
    } else size += 2;
  }
  return size;
}

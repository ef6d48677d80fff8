import { flagsOf, isList, KEEP_SINGLETON, SEQUENCE, TUPLES, type Value } from './value.ts';

/** What a query's answer stands for: nothing, its only item, or the list. */
export function collapse(value: Value, keepArray = false): Value {
  if (!isList(value) || value.flags === undefined) return value;
  if ((value.flags & (SEQUENCE | TUPLES)) !== SEQUENCE) return value;
  if (keepArray) value.flags |= KEEP_SINGLETON;
  if (value.length === 0) return undefined;
  return value.length === 1 && (flagsOf(value) & KEEP_SINGLETON) === 0 ? value[0] : value;
}

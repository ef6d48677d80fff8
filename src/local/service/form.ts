import { isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';

/** Deeper or longer keys than any operation has are no input of one. */
const PARTS_MAX = 12;

/**
 * The input of a call of the AWS Query protocol: `Attributes.entry.1.key=a` becomes
 * `{ Attributes: { entry: { 1: { key: 'a' } } } }`. What stands under a number is read with `listOf`.
 */
export function formOf(parameters: Iterable<readonly [string, string]>): JsonObject {
  const form: { [key: string]: Json } = {};
  for (const [key, value] of parameters) {
    const parts = key.split('.');
    if (parts.length > PARTS_MAX) continue;
    const name = parts.pop() ?? '';
    let place: { [key: string]: Json } | undefined = form;
    for (const part of parts) place = place && branchOf(place, part);
    if (place !== undefined) setOwn(place, name, value);
  }
  return form;
}

function branchOf(place: { [key: string]: Json }, name: string): { [key: string]: Json } | undefined {
  const known = member(place, name);
  if (known === undefined) {
    const branch: { [key: string]: Json } = {};
    setOwn(place, name, branch);
    return branch;
  }
  // A branch is an object that was made above: it may still grow.
  return isObject(known) ? (known as { [key: string]: Json }) : undefined;
}

/** The items `1`, `2`, … of a branch in the order of their numbers; undefined when it is not there. */
export function listOf(branch: Json | undefined): Json[] | undefined {
  if (!isObject(branch)) return undefined;
  return Object.entries(branch)
    .filter(([key]) => /^\d{1,9}$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, value]) => value);
}

/** The entries of a map whose items are named `names[0]` for the key and `names[1]` for the value. */
export function mapOf(
  branch: Json | undefined,
  [key, value]: readonly [string, string],
): JsonObject | undefined {
  const items = listOf(branch);
  if (items === undefined) return undefined;
  const map: { [key: string]: Json } = {};
  for (const item of items) {
    if (!isObject(item)) continue;
    const name = member(item, key);
    if (typeof name === 'string') setOwn(map, name, member(item, value) ?? '');
  }
  return map;
}

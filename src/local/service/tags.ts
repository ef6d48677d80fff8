import { setOwn } from '../../base/json.ts';

/** Tags, or attributes: texts by their names. */
export type Texts = Readonly<Record<string, string>>;

/** With more of them; those of the same key are replaced. */
export function tagged(tags: Texts, more: readonly (readonly [string, string])[]): Texts {
  const all: Record<string, string> = {};
  for (const [key, value] of [...Object.entries(tags), ...more]) setOwn(all, key, value);
  return all;
}

/** Without those of these keys. */
export function untagged(tags: Texts, keys: readonly string[]): Texts {
  return tagged(
    {},
    Object.entries(tags).filter(([key]) => !keys.includes(key)),
  );
}

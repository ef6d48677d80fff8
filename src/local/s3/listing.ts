import { compareKeys, type ObjectIndex } from './object-index.ts';

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what is behind it: a key, or a common prefix that was listed. */
  readonly after: string;
  readonly limit: number;
}

export interface Listing {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last that was listed, where there is more. */
  readonly next: string | undefined;
}

/** A page of a bucket's keys; those that share what stands before a delimiter are one entry. */
export function listingOf(
  index: ObjectIndex<unknown>,
  { prefix, delimiter, after, limit }: ListingQuery,
): Listing {
  const keys: string[] = [];
  const prefixes: string[] = [];
  if (limit === 0) return { keys, prefixes, next: undefined };
  let last: string | undefined;
  for (let key = first(); key?.startsWith(prefix); ) {
    if (keys.length + prefixes.length === limit) return { keys, prefixes, next: last };
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      keys.push(key);
      last = key;
      key = index.after(key);
    } else {
      last = key.slice(0, end + delimiter.length);
      prefixes.push(last);
      key = index.behind(last);
    }
  }
  return { keys, prefixes, next: undefined };

  function first(): string | undefined {
    if (after === '' || compareKeys(after, prefix) < 0) return index.from(prefix);
    const end = delimiter === '' ? -1 : after.indexOf(delimiter, prefix.length);
    const isGroup = end >= 0 && end + delimiter.length === after.length;
    return isGroup ? index.behind(after) : index.after(after);
  }
}

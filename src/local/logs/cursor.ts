import type { Position } from './event-log.ts';
import { invalid } from './input.ts';

/** The position of an event as a page token, with the direction in front. */
export function tokenOf(direction: 'f' | 'b', { timestamp, segment, index }: Position): string {
  return `${direction}/${timestamp}-${segment}-${index}`;
}

const TOKEN = /^([fb])\/(\d{1,16})-(\d{1,16})-(\d{1,16})$/;

/** @throws ServiceRefusal InvalidParameterException */
export function readToken(token: string): { readonly direction: 'f' | 'b'; readonly position: Position } {
  const [, direction, timestamp, segment, index] = TOKEN.exec(token) ?? [];
  if (direction !== 'f' && direction !== 'b') throw invalid('The specified nextToken is invalid.');
  return {
    direction,
    position: { timestamp: Number(timestamp), segment: Number(segment), index: Number(index) },
  };
}

/** One page of what is sorted by a key, and the key to go on behind. */
export function pageOf<Item>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  {
    nextToken,
    limit,
    descending = false,
  }: { nextToken: string | undefined; limit: number; descending?: boolean },
): { readonly page: readonly Item[]; readonly next: { readonly nextToken?: string } } {
  const ordered = descending ? sorted.toReversed() : sorted;
  const isBehind = (item: Item) =>
    nextToken === undefined || (descending ? keyOf(item) < nextToken : keyOf(item) > nextToken);
  const rest = ordered.filter(isBehind);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rest.length > limit && last !== undefined ? { nextToken: keyOf(last) } : {} };
}

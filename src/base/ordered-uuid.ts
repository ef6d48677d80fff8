import type { Instant } from './time.ts';

/**
 * A UUID that sorts by the moment it was made, in the form of a version 4: its first 48 bits are the clock, and of the
 * others 74 are those of `random`.
 *
 * An index of random names is touched everywhere by every commit, and the more of them there are the more pages that
 * is; one of ordered names grows at its end.
 *
 * @param random A version 4 UUID.
 */
export function orderedUuid(now: Instant, random: string): string {
  // In two parts: what fits into 32 bits is printed without a call of native code, half a microsecond sooner.
  return `${digits(Math.floor(now / 2 ** 16) % 2 ** 32, 8)}-${digits(now % 2 ** 16, 4)}${random.slice(13)}`;
}

function digits(number: number, count: number): string {
  return number.toString(16).padStart(count, '0');
}

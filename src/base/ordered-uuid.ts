import type { Instant } from './time.ts';

/** Milliseconds in 48 bits, as hexadecimal digits. */
const DIGITS = 12;

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
  const clock = now.toString(16).padStart(DIGITS, '0').slice(-DIGITS);
  return `${clock.slice(0, 8)}-${clock.slice(8)}${random.slice(13)}`;
}

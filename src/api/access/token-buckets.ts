import type { Instant } from '../../base/time.ts';

export interface BucketSize {
  /** How much may come at once. */
  readonly tokens: number;
  readonly refillPerSecond: number;
}

const BUCKETS_MAX = 10_000;
/** How many are left when some must go: not one less only, or every new name would walk through all of them. */
const BUCKETS_KEPT = 9000;

/** Token buckets by name. A name that is new, or has been idle for long, has a full one. */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; at: Instant; size: BucketSize }>();

  /** Takes a token. @returns false when there is none: nothing is taken. */
  take(name: string, size: BucketSize, now: Instant): boolean {
    const tokens = this.#tokens(name, size, now);
    if (tokens < 1) return false;
    const known = this.#buckets.delete(name);
    if (!known && this.#buckets.size >= BUCKETS_MAX) this.#forget(now);
    // Last in the map is used last: what is forgotten is the longest idle.
    this.#buckets.set(name, { tokens: tokens - 1, at: now, size });
    return true;
  }

  /** Whether there is no token to take. */
  isEmpty(name: string, size: BucketSize, now: Instant): boolean {
    return this.#tokens(name, size, now) < 1;
  }

  #tokens(name: string, size: BucketSize, now: Instant): number {
    const bucket = this.#buckets.get(name);
    return bucket === undefined ? size.tokens : filled(bucket, now);
  }

  /** Whoever can think up names must not fill the memory. A full bucket loses nothing by being forgotten. */
  #forget(now: Instant): void {
    for (const [name, bucket] of this.#buckets) {
      if (filled(bucket, now) >= bucket.size.tokens) this.#buckets.delete(name);
    }
    for (const [name] of this.#buckets) {
      if (this.#buckets.size <= BUCKETS_KEPT) return;
      this.#buckets.delete(name);
    }
  }
}

/** A clock that was put back refills nothing and takes nothing. */
function filled(bucket: { tokens: number; at: Instant; size: BucketSize }, now: Instant): number {
  const { tokens, refillPerSecond } = bucket.size;
  return Math.min(tokens, bucket.tokens + (Math.max(now - bucket.at, 0) * refillPerSecond) / 1000);
}

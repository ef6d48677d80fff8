import { isIPv4 } from 'node:net';
import type { Instant } from '../../base/time.ts';
import { TokenBuckets } from './token-buckets.ts';

/** Enough for a fleet that starts with an old key; far too little to guess anything or to keep a core busy. */
const SIZE = { tokens: 100, refillPerSecond: 10 };

/** Counts refused signatures by where they came from; who has sent too many is not listened to for a while. */
export class FailedAuthentications {
  readonly #buckets = new TokenBuckets();

  /** Whether a request from there should be refused before its signature is looked at. */
  isBlocked(address: string | undefined, now: Instant): boolean {
    return this.#buckets.isEmpty(networkOf(address), SIZE, now);
  }

  count(address: string | undefined, now: Instant): void {
    this.#buckets.take(networkOf(address), SIZE, now);
  }
}

/** An IPv6 host has 2^64 addresses to come from: it is known by its network. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return '';
  const mapped = /^::ffff:(.*)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(8 - before.length - after.length, 0);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups.slice(0, 4).join(':').toLowerCase()}::/64`;
}
